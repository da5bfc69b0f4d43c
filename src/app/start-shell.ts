import { randomUUID } from 'node:crypto';
import type { ArmFetch } from '../azure/arm-fetch.ts';
import { createOperationReader } from '../azure/operation-reader.ts';
import { createPlainFetch } from '../azure/plain-fetch.ts';
import { readAllowed } from '../azure/read-allowed.ts';
import type { TokenSource } from '../azure/token-source.ts';
import type { ShellConfig } from '../config/load-shell-config.ts';
import { createOutgoing } from '../outgoing/create-outgoing.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { OperationWish } from '../shell/parse-arguments.ts';
import { runOperation } from '../shell/run-operation.ts';
import { createScreen } from '../shell/screen.ts';
import type { ReadOperation } from '../watch/reading.ts';
import { azureFor } from './azure-access.ts';
import { doctorAtShell } from './doctor/doctor-at-shell.ts';
import { createSecretRemover } from './known-secrets.ts';
import { readWithoutSecrets } from './read-without-secrets.ts';

const NO_API =
  '--slack needs MYSQLOP_API, where the bot’s API is, and MYSQLOP_TOKEN, a token that it takes.';

/**
 * Does what was asked at a shell: with Azure alone, without Redis and Slack.
 *
 * @param interrupted that nobody waits any more
 * @returns the exit code
 */
export async function startShell(
  kind: 'wait' | 'status' | 'doctor',
  wish: OperationWish,
  config: ShellConfig,
  interrupted: AbortSignal,
): Promise<number> {
  const screen = createScreen(process.stdout, process.stderr, config.terminal);
  const { url, token } = config.api;
  if (wish.slack && (url === undefined || token === undefined)) return screen.refuse(NO_API);
  const outgoing = await createOutgoing({ proxy: config.proxy, onFailure: () => undefined });
  // What a sign-in says is told with the reading that it keeps back.
  const azure = await azureFor(config.azure, outgoing, { error: () => undefined });
  const reader = createOperationReader({
    ...azure,
    http: await httpFor(outgoing),
    userAgent: 'mysqlop',
  });
  const removeSecrets = createSecretRemover(config.secrets);
  const read = readWithoutSecrets(
    readAllowedHere(readSignedIn(reader.read, azure.tokens), config.azure.subscriptions),
    removeSecrets,
  );
  if (kind === 'doctor') {
    return await doctorAtShell(wish, config.azure, { read, screen, interrupted });
  }
  const { fetch } = outgoing;
  const api =
    url === undefined || token === undefined
      ? undefined
      : { fetch, url, token, idempotencyKey: randomUUID(), now: Date.now, removeSecrets };
  const around = {
    where: { ...config.azure, armEndpoint: azure.armEndpoint },
    ...{ read, policy: config.policy, now: Date.now, chance: Math.random },
    ...{ screen, input: process.stdin, interrupted, api },
  };
  return await runOperation(wish, around, { once: kind === 'status' });
}

/** As the bot reads what it may, but in words for whoever has set what may be read. */
function readAllowedHere(
  read: ReadOperation,
  subscriptions: ShellConfig['azure']['subscriptions'],
): ReadOperation {
  if (!subscriptions) return read;
  const allowed = subscriptions.map(({ id }) => id);
  const advise = (subscriptionId: string) =>
    `AZURE_SUBSCRIPTIONS does not name its subscription ${subscriptionId}. Please add it there, or unset AZURE_SUBSCRIPTIONS: then all is read that your sign-in may read.`;
  return readAllowed(read, allowed, advise);
}

async function httpFor({ openPool }: Outgoing): Promise<ArmFetch> {
  if (!openPool) return createPlainFetch();
  const { createPooledFetch } = await import('../azure/pooled-fetch.ts');
  return createPooledFetch({ openPool });
}

/** A sign-in through `az` may take longer than a read is given: it has its own time, before that. */
function readSignedIn(read: ReadOperation, tokens: TokenSource): ReadOperation {
  return async (reference, options) => {
    // Why it failed is told with the reading that it keeps back.
    await tokens.get(options.signal).catch(() => undefined);
    return await read(reference, options);
  };
}
