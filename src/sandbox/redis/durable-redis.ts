import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedisBinary } from 'redis-memory-server';
import { fixedPort } from '../fixed-port.ts';
import type { SandboxRedis } from './private-redis.ts';
import { redisServerPath } from './redis-server-path.ts';

/** A redis-server that keeps what it holds over its own death, as a production one does. */
export interface DurableRedis extends SandboxRedis {
  /** Ends it by SIGKILL, which it can't prepare for. */
  kill(): Promise<void>;
  /** Starts it again on its port with what its file holds; resolves when it answers. Not after `stop`. */
  restart(): Promise<void>;
  /** Stands it still (SIGSTOP): connections stay open and get no answer. */
  pause(): void;
  resume(): void;
}

const ASK_EVERY_MS = 20;
const READY_WITHIN_MS = 10_000;

/** Starts a redis-server with an append-only file in a folder of its own, on a port of its own. */
export async function startDurableRedis(): Promise<DurableRedis> {
  const binary = redisServerPath() ?? (await RedisBinary.getPath());
  const folder = await mkdtemp(join(tmpdir(), 'mysqlop-redis-'));
  const port = await fixedPort();
  let server: ChildProcess | undefined;
  let isStopped = false;

  // Also when the run breaks off: the server would outlive us, and its folder too.
  const leaveNothing = () => {
    server?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', leaveNothing);

  async function start(): Promise<void> {
    server = spawn(binary, redisArguments(folder, port), { stdio: 'ignore' });
    await untilAnswered(server, port);
  }

  async function kill(): Promise<void> {
    const running = server;
    server = undefined;
    if (!running || hasEnded(running)) return;
    const exited = once(running, 'exit');
    running.kill('SIGKILL');
    await exited;
  }

  async function stop(): Promise<void> {
    isStopped = true;
    await kill();
    await rm(folder, { recursive: true, force: true });
    process.off('exit', leaveNothing);
  }

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    kill,
    restart: async () => {
      if (!server && !isStopped) await start();
    },
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
  };
}

function redisArguments(folder: string, port: number): readonly string[] {
  return [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
    ...['--maxmemory-policy', 'noeviction'],
  ];
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** While it reads its file it refuses all commands. */
async function untilAnswered(server: ChildProcess, port: number): Promise<void> {
  const redis = new Redis({ port, lazyConnect: true, retryStrategy: () => ASK_EVERY_MS });
  redis.on('error', () => undefined);
  let failure: Error | undefined;
  server.once('error', (error) => {
    failure = error;
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  try {
    void redis.connect().catch(() => undefined);
    while (redis.status !== 'ready') {
      if (failure || hasEnded(server) || Date.now() > deadline) {
        throw new Error(`redis-server on port ${port} does not start`, { cause: failure });
      }
      await delay(ASK_EVERY_MS);
    }
  } finally {
    redis.disconnect();
  }
}
