import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Connection } from '../connection.ts';
import { proveWritable } from '../steps/prove-writable.ts';
import type { ConnectionUse } from './client.ts';
import { askFacts, isTooOld, type ServerFacts } from './facts.ts';
import type { RedisFault } from './fault-kinds.ts';
import { hearServer } from './hear-server.ts';
import { faultOf, namedFault } from './redis-fault.ts';

/** A connection under observation. */
export interface Attended {
  /** What is wrong with it now; undefined where it has lately been proved to be in order. */
  fault(): RedisFault | undefined;
  /**
   * Tries it by a small real write, unless that was done lately, and notes what comes of it. Never rejects. To be
   * waited for where the connection blocks next: nothing else is answered meanwhile.
   *
   * @returns whether it is in order
   */
  proveIfDue(): Promise<boolean>;
  /** What its server says about itself, once it has said it. */
  readonly facts: Promise<ServerFacts>;
  /** From now on nothing is noted. */
  close(): void;
}

export interface AttendOptions {
  /** Hears of each error of the connection, and of each proof that fails. */
  readonly onFault: (fault: RedisFault, error: unknown) => void;
  /** The connection has been proved to be in order. */
  readonly onProved: () => void;
  /** One that blocks is tried by who uses it, before that, and not every few seconds. */
  readonly use: ConnectionUse;
}

const PROVE_EVERY_MS = 2000;
const PROVE_WITHIN_MS = 3000;
/** What a person asks for takes some answers in a row, and has 1 s. */
const SLOW_MS = 700;

const NOT_TRIED: RedisFault = {
  kind: 'not-tried',
  problem: 'Redis has not answered yet',
  advice: 'It is being connected to; ask again in a few seconds',
  passes: true,
};

/**
 * Observes a connection. A PING says nothing: a replica answers it, and so does a server without memory or
 * one that refuses this user. What counts is a write by a script, which is what all our steps are.
 */
export function attend(
  { client, keys }: Connection,
  { onFault, onProved, use }: AttendOptions,
): Attended {
  let fault: RedisFault | undefined = NOT_TRIED;
  let known: ServerFacts | undefined;
  let isClosed = false;
  let proving: Promise<void> | undefined;
  let isSlow = false;
  let provedAt = Number.NEGATIVE_INFINITY;
  const isBlocking = use === 'blocking';
  const facts = Promise.withResolvers<ServerFacts>();

  function note(error: unknown): void {
    const found = isClosed ? undefined : faultOf(error);
    if (!found) return;
    // That there is none is old news to who knows why.
    if (found.kind === 'no-connection' && fault && fault !== NOT_TRIED) return;
    fault =
      found.kind === 'lacks-command' && known?.mode === 'sentinel' ? namedFault('sentinel') : found;
    onFault(fault, error);
  }

  function noteNamed(kind: Parameters<typeof namedFault>[0], error?: unknown): void {
    fault = namedFault(kind);
    onFault(fault, error);
  }

  function proved(tookMs: number): void {
    provedAt = performance.now();
    // Once may be our own delay.
    const wasSlow = isSlow;
    isSlow = use === 'commands' && tookMs > SLOW_MS;
    const found = known && isTooOld(known) ? 'too-old' : isSlow && wasSlow ? 'slow' : undefined;
    if (found) {
      noteNamed(found);
      return;
    }
    fault = undefined;
    if (!isClosed) onProved();
  }

  function prove(): Promise<void> {
    proving ??= tryToWrite().finally(() => {
      proving = undefined;
    });
    return proving;
  }

  async function proveIfDue(): Promise<boolean> {
    const isDue = client.status !== 'ready' || performance.now() - provedAt >= PROVE_EVERY_MS;
    if (proving || isDue) await prove();
    return fault === undefined;
  }

  async function tryToWrite(): Promise<void> {
    const limit = new AbortController();
    const late = delay(PROVE_WITHIN_MS, undefined, limit).then(
      () => Promise.reject(new Error('Command timed out')),
      () => undefined,
    );
    const startedAt = performance.now();
    try {
      await Promise.race([proveUse(), late]);
      proved(performance.now() - startedAt);
    } catch (error) {
      note(error);
    } finally {
      limit.abort();
    }
  }

  async function proveUse(): Promise<void> {
    await proveWritable(client, { proof: keys.proof });
    // Workers wait for jobs by it, which some users may not. Within MULTI it does not wait.
    if (use === 'jobs') await client.multi().bzpopmin(keys.proof, 1).exec();
  }

  async function begin(): Promise<void> {
    if (!isBlocking) {
      known = await askFacts(client).catch(() => known);
      if (known) facts.resolve(known);
    }
    await prove();
  }

  async function proveRegularly(): Promise<void> {
    while (!isClosed) {
      await delay(PROVE_EVERY_MS, undefined, { ref: false });
      if (client.status === 'ready') await prove();
      if (isSlow && !fault) await prove();
    }
  }

  const isTls = client instanceof Redis && client.options.tls !== undefined;

  /** No word was understood before the connection ended: what comes over another one may tell why. */
  async function noteEnd(error?: unknown): Promise<void> {
    const heard = await hearServer(client, isTls ? 'PING\r\n' : '');
    if (isClosed || client.status === 'ready') return;
    if (isTls) {
      if (heard === '') note(error);
      else noteNamed('not-tls', error);
      return;
    }
    const [, refusal] = /^-([A-Z]+ .+)\r\n/.exec(heard) ?? [];
    if (refusal === undefined) noteNamed('ends-at-once', error);
    else note(new Error(refusal));
  }

  /** A client waits in silence for a server that is not ready yet; it only asks it again and again. */
  function noteLoading(chunk: Buffer): void {
    if (client.status !== 'ready' && chunk.includes('\nloading:1\r')) note(new Error('LOADING'));
  }

  /** Of one attempt to connect. */
  let attempt = { isOpen: false, isReady: false, hasFailed: false };
  client.on('connecting', () => {
    attempt = { isOpen: false, isReady: false, hasFailed: false };
  });
  client.on('connect', () => {
    attempt.isOpen = true;
    if (client instanceof Redis) client.stream.on('data', noteLoading);
  });
  client.on('error', (error: unknown) => {
    attempt.hasFailed = true;
    // Under TLS it counts as open only when both have agreed.
    if (!attempt.isReady && (attempt.isOpen || isTls) && isEnd(error)) void noteEnd(error);
    else note(error);
    // The client would go on in database 0, which is somebody else's.
    if (faultOf(error)?.kind === 'no-such-database') client.disconnect(true);
  });
  client.on('ready', () => {
    attempt.isReady = true;
    void begin();
  });
  client.on('close', () => {
    if (attempt.isOpen && !attempt.isReady && !attempt.hasFailed) void noteEnd();
  });
  if (client.isCluster) client.on('node error', note);
  if (!isBlocking) void proveRegularly();

  return {
    fault() {
      if (!fault && client.status !== 'ready') return faultOf(new Error('Connection is closed'));
      return fault;
    },
    proveIfDue,
    facts: facts.promise,
    close() {
      isClosed = true;
    },
  };
}

function isEnd(error: unknown): boolean {
  return error instanceof Error && /ECONNRESET|EPIPE|ETIMEDOUT/.test(error.message);
}
