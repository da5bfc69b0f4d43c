import packageJson from '../package.json' with { type: 'json' };
import { describeShellProblems } from './config/describe-problems.ts';
import { loadShellConfig } from './config/load-shell-config.ts';
import { completionFor } from './shell/completion.ts';
import { EXIT_CODES } from './shell/exit-codes.ts';
import { HELP_TEXT } from './shell/help-text.ts';
import { parseCommandLine } from './shell/parse-arguments.ts';

const asked = parseCommandLine(process.argv.slice(2));
switch (asked.kind) {
  case 'serve': {
    // Loaded only now: what a shell asks for needs none of it.
    const { serve } = await import('./app/serve.ts');
    await serve(process.env);
    break;
  }
  case 'help':
    process.stdout.write(HELP_TEXT);
    break;
  case 'version':
    process.stdout.write(`${packageJson.version}\n`);
    break;
  case 'completion': {
    const script = completionFor(asked.shell);
    if (script === undefined) refuse('For which shell: bash, zsh or fish?');
    else process.stdout.write(script);
    break;
  }
  case 'wrong':
    refuse(`${asked.problem}\n"mysqlop --help" shows how it is asked.`);
    break;
  case 'wait':
  case 'status':
  case 'doctor':
    await atShell(asked);
    break;
  default:
    asked satisfies never;
}

function refuse(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = EXIT_CODES.usage;
}

async function atShell(
  wish: Extract<typeof asked, { kind: 'wait' | 'status' | 'doctor' }>,
): Promise<void> {
  // Node's own code for a crash is 1, which says of an operation that it failed.
  process.once('uncaughtException', crash);
  process.stdout.on('error', crash);
  process.stderr.on('error', crash);
  const loaded = loadShellConfig(process.env);
  if (loaded.kind === 'problems') {
    refuse(describeShellProblems(loaded.problems));
    return;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupted.abort());
  }
  const { startShell } = await import('./app/start-shell.ts');
  const exitCode = await startShell(wish.kind, wish, loaded.config, interrupted.signal);
  // Nothing that is still open is worth waiting for, but whoever reads slowly.
  await Promise.all([written(process.stdout), written(process.stderr)]);
  process.exit(exitCode);
}

async function written(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise((resolve) => stream.write('', resolve));
}

/** Also where nobody reads any more what we say. */
function crash(error: Error): void {
  const isUnread = 'code' in error && error.code === 'EPIPE';
  if (!isUnread) process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(EXIT_CODES.broken);
}
