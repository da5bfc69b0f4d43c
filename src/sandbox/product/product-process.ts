import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const KEPT_OUTPUT = 20_000;

/** The product as a user starts it: a process, told everything by its environment. */
export interface ProductProcess {
  /** Of the process that was started: the bot itself where it was started by `node`. */
  readonly pid: number | undefined;
  /** The end of what it has printed. */
  output(): string;
  /** Resolves when all of it has ended, with the exit code; null where a signal ended npm. */
  readonly ended: Promise<number | null>;
  /** Sends a signal to the whole process group, npm and shell included. */
  kill(signal: NodeJS.Signals): void;
  /** Sends SIGTERM to all of it, as a service manager does, and waits for the end. */
  stop(): Promise<number | null>;
}

/** By npm as a user does, or by Node as the container does: by the one that we run on, or by another. */
export type ProductWay = 'npm' | 'node' | { readonly node: string };

function commandOf(way: ProductWay): readonly [string, readonly string[]] {
  if (way === 'npm') return ['npm', ['start', '--silent']];
  const node = way === 'node' ? process.execPath : way.node;
  return [node, ['--max-semi-space-size=32', 'src/main.ts']];
}

/**
 * Starts the product with nothing of our own environment but what a program needs to run.
 *
 * @param onOutput hears of all that it prints
 */
export function startProduct(
  settings: Readonly<Record<string, string>>,
  way: ProductWay = 'npm',
  onOutput: (text: string) => void = () => undefined,
): ProductProcess {
  const { PATH, HOME, TMPDIR } = process.env;
  const basics = Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined);
  const [command, args] = commandOf(way);
  const child = spawn(command, args, {
    cwd: PROJECT,
    env: { ...Object.fromEntries(basics), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = `${output}${text}`.slice(-KEPT_OUTPUT);
      onOutput(text);
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code));
  });
  return {
    pid: child.pid,
    output: () => output,
    ended,
    kill: (signal) => killGroup(child, signal),
    async stop() {
      killGroup(child, 'SIGTERM');
      return await ended;
    },
  };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended in this moment.
  }
}
