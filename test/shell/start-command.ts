import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { SimulatedAzure } from '../../src/sandbox/azure/simulated-azure.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Given {
  readonly settings?: Readonly<Record<string, string>>;
  /** What is piped in. */
  readonly piped?: string;
  /** Under a terminal of its own, so many columns wide. */
  readonly columns?: number;
}

/** Starts the command as a process of its own that knows the simulated Azure and nothing else. */
export function startCommand(azure: SimulatedAzure, args: readonly string[], given: Given = {}) {
  const command = [process.execPath, MAIN, ...args];
  const [program = '', ...rest] = given.columns
    ? [
        ...['script', '-qec'],
        `stty cols ${given.columns}; ${command.map((word) => `'${word}'`).join(' ')}`,
        '/dev/null',
      ]
    : command;
  const child = spawn(program, rest, {
    env: {
      PATH: process.env['PATH'],
      AZURE_RESOURCE_MANAGER_URL: azure.url,
      AZURE_ACCESS_TOKEN: azure.token,
      POLL_MIN: '50ms',
      POLL_MAX: '100ms',
      NOT_FOUND_AFTER: '200ms',
      GONE_AFTER: '200ms',
      ...given.settings,
    },
    stdio: 'pipe',
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdin.on('error', () => undefined).end(given.piped ?? '');
  const ended = new Promise<{ code: number | null; output: string; errors: string }>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, output, errors }));
    },
  );
  return {
    ended,
    closeOutput: () => child.stdout.destroy(),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    output: () => output,
  };
}
