import { setTimeout as delay } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from '../connection.ts';

/** A user name and a password that end: whoever is connected shows the next ones before that. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface RenewalOptions {
  /** Gives those that are valid for some time yet. Cheap where they are still the same. */
  readonly ask: () => Promise<Credentials>;
  readonly onFailure: (error: unknown) => void;
  /** Redis refuses those that a connection shows it. */
  readonly onRefused: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Keeps the credentials of all connections fresh. */
export interface Renewal {
  /** Undefined where none have been had yet. */
  latest(): Credentials | undefined;
  /** The client signs in with the latest from now on, and anew whenever there are others. */
  keepSignedIn(client: RedisClient): void;
  close(): void;
}

/** Tokens are asked for two minutes before they end: that leaves several tries. */
const ASK_EVERY_MS = 20_000;
/** After a failure, and while there are none yet. */
const ASK_AGAIN_MS = 2000;

/**
 * Redis asks for credentials when a connection is made, and ends one whose credentials have run out:
 * learn.microsoft.com/azure/redis/entra-for-authentication. The client knows fixed ones only
 * (redis/ioredis#2022), so they are put into the options that it takes for its next attempt, and a connection
 * that stands is signed in again.
 */
export function startRenewal({
  ask,
  onFailure,
  onRefused,
  everyMs = ASK_EVERY_MS,
}: RenewalOptions): Renewal {
  const clients = new Set<Redis>();
  const closed = new AbortController();
  let latest: Credentials | undefined;
  let isRefused = false;

  async function renew(): Promise<number> {
    try {
      const next = await ask();
      const isNew = next.password !== latest?.password || next.username !== latest.username;
      if (isNew || isRefused) {
        latest = next;
        isRefused = false;
        for (const client of clients) show(client, next);
      }
      return everyMs;
    } catch (error) {
      onFailure(error);
      return Math.min(everyMs, ASK_AGAIN_MS);
    }
  }

  async function run(): Promise<void> {
    while (!closed.signal.aborted) {
      const pauseMs = await renew();
      await delay(pauseMs, undefined, { ref: false, signal: closed.signal }).catch(() => undefined);
    }
  }

  function show(client: Redis, credentials: Credentials): void {
    Object.assign(client.options, credentials);
    if (client.status !== 'ready') return;
    client.call('AUTH', credentials.username, credentials.password).catch((error: unknown) => {
      // It is shown again at the next occasion.
      isRefused = true;
      onRefused(error);
    });
  }

  function keep(client: Redis): void {
    clients.add(client);
    if (latest) Object.assign(client.options, latest);
  }

  void run();
  return {
    latest: () => latest,
    keepSignedIn(client) {
      if (!(client instanceof Cluster)) return keep(client);
      for (const node of client.nodes()) keep(node);
      client.on('+node', keep);
      client.on('-node', (node: Redis) => clients.delete(node));
    },
    close() {
      closed.abort();
      clients.clear();
    },
  };
}
