import type { Connection } from '../connection.ts';
import { createKeys } from '../keys.ts';
import { type Attended, attend } from './attend.ts';
import { type ConnectionUse, openClient, type RedisSettings } from './client.ts';
import { type RenewalOptions, startRenewal } from './credentials.ts';
import type { ServerFacts } from './facts.ts';
import type { RedisFault } from './fault-kinds.ts';
import { faultOf } from './redis-fault.ts';

/** A connection that is open until it is closed. */
export interface OpenConnection extends Connection {
  /** What its server says about itself, once it has said it. */
  readonly facts: Promise<ServerFacts>;
  /** Another connection to the same place, on which answers may be held back. */
  openBlocking(name: string): BlockingConnection;
  /** Whether all of it can be used now: this connection, and those that block. */
  isReady(): boolean;
  close(): void;
}

interface BlockingConnection extends Connection {
  /**
   * Tries it by a small real write. To be waited for before it blocks: nothing else is answered meanwhile.
   *
   * @returns whether it is in order
   */
  proveIfDue(): Promise<boolean>;
}

/** All our connections to Redis, and how they are doing. */
export interface RedisAccess {
  /** For what people wait for, or for jobs. */
  open(use: Exclude<ConnectionUse, 'blocking'>): OpenConnection;
  /** What is wrong with any of them; the one for commands comes first. */
  fault(): RedisFault | undefined;
  /** What is behind an error: what the connections know where the error itself does not tell. */
  explain(error: unknown): RedisFault | undefined;
}

export interface RedisAccessOptions {
  readonly onFault: (fault: RedisFault, error: unknown) => void;
  /** All connections have been proved to be in order: for the first time, or after a fault. */
  readonly onHealed?: () => void;
  /** Where they end; in place of those in the settings. */
  readonly credentials?: Pick<RenewalOptions, 'ask' | 'everyMs'> | undefined;
}

/** Known without a try: it says less than what a try has shown. */
const VAGUE = new Set(['no-connection', 'no-answer', 'not-tried', 'lacks-command']);

/** Opens connections and observes them for as long as they are open. */
export function createRedisAccess(
  settings: RedisSettings,
  { onFault, onHealed = () => undefined, credentials }: RedisAccessOptions,
): RedisAccess {
  const keys = createKeys(settings.prefix);
  const attended = new Set<Attended>();
  let isSick = true;
  let signInFault: RedisFault | undefined;
  const renewal =
    credentials &&
    startRenewal({
      ...credentials,
      onFailure: (error) => {
        signInFault = signInFaultOf(error);
        noteFault(signInFault, error);
      },
      onRefused: (error) => {
        const fault = faultOf(error);
        if (fault) noteFault(told(fault), error);
      },
    });

  function noteFault(fault: RedisFault, error: unknown): void {
    if (fault === SIGNING_IN) return;
    isSick = true;
    onFault(fault, error);
  }

  /** The password that is refused is a token, if one has been shown at all. */
  function told(fault: RedisFault, hasShown = true): RedisFault {
    if (!renewal || fault.kind !== 'password-refused') return fault;
    return signInFault ?? (hasShown ? TOKEN_REFUSED : SIGNING_IN);
  }

  function noteProof(): void {
    signInFault = undefined;
    if (!isSick || fault()) return;
    isSick = false;
    onHealed();
  }

  function openAttended(use: ConnectionUse, name?: string) {
    const client = openClient({ ...settings, ...renewal?.latest() }, use, name);
    renewal?.keepSignedIn(client);
    // Of the attempt under way: the first one has begun, the next begins after a pause.
    let hasShown = renewal?.latest() !== undefined;
    client.on('reconnecting', () => {
      client.once('connecting', () => {
        hasShown = renewal?.latest() !== undefined;
      });
    });
    const watched = attend(
      { client, keys },
      {
        onFault: (found, error) => noteFault(told(found, hasShown), error),
        onProved: noteProof,
        use,
      },
    );
    const one: Attended = {
      ...watched,
      fault() {
        const found = watched.fault();
        return found && told(found, hasShown);
      },
    };
    attended.add(one);
    return { client, keys, one };
  }

  function fault(): RedisFault | undefined {
    const found = [...attended].flatMap((one) => one.fault() ?? []);
    return found.find(({ kind }) => !VAGUE.has(kind)) ?? found[0];
  }

  return {
    open(use) {
      const { client, one } = openAttended(use);
      const own = [{ client, one }];
      return {
        client,
        keys,
        facts: one.facts,
        openBlocking(name) {
          const blocking = openAttended('blocking', name);
          own.push(blocking);
          return { client: blocking.client, keys, proveIfDue: blocking.one.proveIfDue };
        },
        isReady: () => own.every((each) => each.client.status === 'ready'),
        close() {
          for (const each of own) {
            each.one.close();
            attended.delete(each.one);
          }
          client.disconnect();
          if (attended.size === 0) renewal?.close();
        },
      };
    },
    fault,
    explain(error) {
      const found = faultOf(error);
      const isVague = found && VAGUE.has(found.kind);
      return isVague ? (fault() ?? found) : found && told(found);
    },
  };
}

const SIGNING_IN: RedisFault = {
  kind: 'not-tried',
  problem: 'I am being signed in to Redis',
  advice: 'Ask again in a few seconds',
  passes: true,
};

const TOKEN_REFUSED: RedisFault = {
  kind: 'token-refused',
  problem: 'Redis refuses the token of my Azure identity',
  advice:
    'Give that identity an access policy on this Redis, and let REDIS_URL name its object id where it is not that of the token',
  passes: false,
};

function signInFaultOf(error: unknown): RedisFault {
  const why = error instanceof Error ? `: ${error.message}` : '';
  return {
    kind: 'no-token',
    problem: `Azure gives me no token for Redis${why.replace(/\.$/, '')}`,
    advice: 'See azure.sign_in_failed in the log',
    passes: false,
  };
}
