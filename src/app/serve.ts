import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { describeProblems } from '../config/describe-problems.ts';
import { loadConfig } from '../config/load-config.ts';
import { createSecretRemover } from './known-secrets.ts';
import { createLogger } from './logger.ts';

const STOP_WITHIN_MS = 10_000;
/** Ctrl-C reaches us twice under npm, which passes on what we have got already. */
const SAME_SIGNAL_MS = 500;

/** Runs the bot until it is told to stop. @param environment the settings */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  // A worker makes much garbage and keeps little: without these V8 lets it grow to three times what it needs.
  // The young generation is bounded where the process is started; it can't be from inside.
  setFlagsFromString('--heap-growing-percent=50');

  if (existsSync('.env')) process.loadEnvFile('.env');
  const loaded = loadConfig(environment);
  if (loaded.kind === 'problems') {
    process.stderr.write(describeProblems(loaded.problems));
    process.exit(1);
  }

  const { config } = loaded;
  const log = createLogger({
    level: config.log.level,
    removeKnown: createSecretRemover(config.secrets),
    format: config.log.format ?? (process.stdout.isTTY ? 'pretty' : 'json'),
  });
  for (const { name, meant } of config.misspelt) {
    log.warn(
      { event: 'settings.misspelt', typed: name, meant },
      'no setting has that name, so it decides nothing: correct it if it is a slip',
    );
  }
  // Some packages print for themselves; ioredis, for one, what `redis.error` says better.
  console.warn = (...words: unknown[]) =>
    log.debug({ event: 'library.said', detail: words.join(' ') });
  // Loaded only now: a bad environment is reported before the slow packages are read.
  const { startApp } = await import('./app.ts');
  const app = await startApp(config, log).catch((error: unknown) => {
    log.error(
      { event: 'app.start_failed', err: error },
      error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
        ? 'is PORT, OPS_PORT or API_PORT taken by another program? err tells which'
        : 'err tells what it could not do',
    );
    process.exit(1);
  });

  // What nobody expected: better to start afresh than to go on in a state that nobody knows. Every
  // watch is in Redis. Logged here, since Node would print it with whatever secret it holds.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ event: 'app.crashed', err: error }, 'please report this');
      process.exit(1);
    });
  }

  let stoppingSince: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
        return;
      }
      stoppingSince = performance.now();
      log.info({ event: 'app.stopping', signal });
      setTimeout(() => {
        log.error({ event: 'app.stop_too_slow', afterMs: STOP_WITHIN_MS });
        process.exit(1);
      }, STOP_WITHIN_MS).unref();
      void app.close().then(() => process.exit(0));
    });
  }
}
