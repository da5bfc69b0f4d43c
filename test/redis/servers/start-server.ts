import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { RedisBinary } from 'redis-memory-server';
import { freePort } from '../../../src/sandbox/free-port.ts';
import { redisServerPath } from '../../../src/sandbox/redis/redis-server-path.ts';
import { untilAsked } from './until-asked.ts';
import { startWatchdog } from './watchdog.ts';

export interface ServerOptions {
  /** Default: the machine's own redis-server. */
  readonly binary?: string | undefined;
  /** Lines of a redis.conf. Of two for the same thing the later one counts, also against ours. */
  readonly settings?: readonly string[];
  /** Users as `ACL SETUSER` takes them, the name first: `reader on >secret ~* +get`. */
  readonly aclLines?: readonly string[];
  /** Default: a free one. */
  readonly port?: number | undefined;
  readonly isSentinel?: boolean;
  /** Puts files into its folder before it starts, and gives the settings that name them. */
  readonly prepare?: (folder: string) => Promise<readonly string[]>;
}

export interface RunningServer {
  readonly port: number;
  /** Without user and password. */
  readonly url: string;
  /** Its working directory: data, configuration, log. */
  readonly folder: string;
  /**
   * May do everything, whatever users, passwords, TLS and ports were set: it comes by a Unix socket, as a
   * user of its own. It is there from the start, and counts as one client for `maxclients`.
   */
  readonly admin: Redis;
  /** Leaves nothing behind. May be called again. */
  stop(): Promise<void>;
  /** Ends it by SIGKILL, which it can't prepare for. */
  kill(): Promise<void>;
  /** Starts it again on its port with what its file holds; resolves when it answers. */
  restart(): Promise<void>;
  /** Stands it still (SIGSTOP): connections stay open and get no answer. */
  pause(): void;
  resume(): void;
}

/** The administrator's name and password, which servers of one test use among themselves, too. */
export const ADMIN = 'test-admin';

const LOG = 'server.log';

/** Starts a real redis-server on loopback, in a folder of its own; resolves when it answers. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const binary = options.binary ?? redisServerPath() ?? (await RedisBinary.getPath());
  const port = options.port ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'mysqlop-redis-'));
  const watchdog = startWatchdog(folder);
  const configuration = join(folder, 'redis.conf');
  const admin = new Redis({
    path: join(folder, 'redis.sock'),
    // Sentinels of Redis 6.0 know no users, and need none.
    ...(options.isSentinel ? {} : { username: ADMIN, password: ADMIN }),
    lazyConnect: true,
    retryStrategy: () => 20,
    commandTimeout: 10_000,
  });
  admin.on('error', () => undefined);
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const log = openSync(join(folder, LOG), 'a');
    const started = spawn(binary, [configuration, ...(options.isSentinel ? ['--sentinel'] : [])], {
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    server = started;
    watchdog.watch(started.pid);
    let failure: Error | undefined;
    started.once('error', (error) => {
      failure = error;
    });
    started.once('exit', () => watchdog.watch(undefined));
    if (admin.status === 'wait') void admin.connect().catch(() => undefined);

    const status = await untilAsked('redis-server', async () => {
      return admin.status === 'ready' || failure || hasEnded(started) ? admin.status : undefined;
    });
    if (status !== 'ready') {
      const cause = failure ?? (await readFile(join(folder, LOG), 'utf8'));
      throw new Error(`redis-server on port ${port} does not start`, { cause });
    }
    if (!options.isSentinel) await allowChannels(admin);
  }

  async function kill(): Promise<void> {
    const running = server;
    server = undefined;
    if (!running || hasEnded(running)) return;
    const exited = once(running, 'exit');
    running.kill('SIGKILL');
    await exited;
    // So that after a restart nobody takes the dead connection for the new one.
    if (admin.status === 'ready') await once(admin, 'close');
  }

  async function stop(): Promise<void> {
    admin.disconnect();
    await kill();
    watchdog.stop();
    await rm(folder, { recursive: true, force: true });
  }

  try {
    const prepared = (await options.prepare?.(folder)) ?? [];
    const lines = configurationLines(folder, port, options);
    await writeFile(configuration, [...lines, ...prepared, ''].join('\n'));
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    folder,
    admin,
    stop,
    kill,
    restart: async () => {
      if (!server) await start();
    },
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
  };
}

function configurationLines(
  folder: string,
  port: number,
  { settings = [], aclLines = [], isSentinel = false }: ServerOptions,
): readonly string[] {
  const data = ['appendonly yes', 'save ""', 'maxmemory-policy noeviction'];
  // Servers of one test let each other in, whatever passwords it sets. A copy by way of the disk begins at once,
  // one without it up to a second later.
  const replication = [`masteruser ${ADMIN}`, `masterauth ${ADMIN}`, 'repl-diskless-sync no'];
  return [
    ...[`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`],
    `unixsocket ${join(folder, 'redis.sock')}`,
    ...(isSentinel ? [] : [...data, ...replication, `user ${ADMIN} on >${ADMIN} ~* +@all`]),
    ...aclLines.map((line) => `user ${line}`),
    ...settings,
  ];
}

/** Redis 7 gives new users no channels; before 6.2 there is no such right to give. */
async function allowChannels(admin: Redis): Promise<void> {
  await admin.call('ACL', 'SETUSER', ADMIN, 'allchannels').catch(() => undefined);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
