import type { ArmFetch } from '../azure/arm-fetch.ts';
import { isOperationReference, spellLocation } from '../azure/check-operation-path.ts';
import { createOperationReader } from '../azure/operation-reader.ts';
import { createPlainFetch } from '../azure/plain-fetch.ts';
import { readAllowed } from '../azure/read-allowed.ts';
import type { TokenSource } from '../azure/token-source.ts';
import type { ShellConfig } from '../config/load-shell-config.ts';
import { createOutgoing } from '../outgoing/create-outgoing.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import { NO_PLACE } from '../shell/choose-operation.ts';
import { EXIT_CODES } from '../shell/exit-codes.ts';
import type { OperationWish } from '../shell/parse-arguments.ts';
import { runOperation } from '../shell/run-operation.ts';
import { createScreen } from '../shell/screen.ts';
import type { ReadOperation } from '../watch/reading.ts';
import { azureFor } from './azure-access.ts';
import { examineAzure } from './doctor/examine-azure.ts';
import { createSecretRemover } from './known-secrets.ts';
import { readWithoutSecrets } from './read-without-secrets.ts';

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
  const screen = createScreen(process.stdout, process.stderr);
  const outgoing = await createOutgoing({ proxy: config.proxy, onFailure: () => undefined });
  // What a sign-in says is told with the reading that it keeps back.
  const azure = await azureFor(config.azure, outgoing, { error: () => undefined });
  const reader = createOperationReader({
    ...azure,
    http: await httpFor(outgoing),
    userAgent: 'mysqlop',
  });
  const { subscriptions } = config.azure;
  const allowed = subscriptions?.map(({ id }) => id);
  const signedIn = readSignedIn(reader.read, azure.tokens);
  const read = readWithoutSecrets(
    allowed ? readAllowed(signedIn, allowed) : signedIn,
    createSecretRemover(config.secrets),
  );
  if (kind === 'doctor') {
    const look: ReadOperation = (reference) => read(reference, { signal: interrupted });
    return await examine(wish, config, look, (line) => screen.say(line)).catch((error: unknown) => {
      if (interrupted.aborted) return EXIT_CODES.interrupted;
      throw error;
    });
  }
  const around = {
    where: { ...config.azure, armEndpoint: azure.armEndpoint },
    ...{ read, policy: config.policy, now: Date.now, chance: Math.random },
    ...{ screen, input: process.stdin, interrupted },
  };
  return await runOperation(wish, around, { once: kind === 'status' });
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

/** Looks whether each subscription can be read. @returns the exit code */
async function examine(
  { subscription, location }: OperationWish,
  { azure }: ShellConfig,
  read: ReadOperation,
  say: (line: string) => void,
): Promise<number> {
  const named = azure.subscriptions ?? [];
  const asked = subscription?.toLowerCase();
  const subscriptions =
    asked === undefined
      ? named
      : [named.find(({ name }) => name.toLowerCase() === asked) ?? { name: asked, id: asked }];
  if (subscriptions.length === 0) {
    say('Which subscription? Please add --subscription <id>, or set AZURE_SUBSCRIPTIONS.');
    return EXIT_CODES.usage;
  }
  const locations = location === undefined ? azure.locations : [spellLocation(location)];
  const [place = 'eastus'] = locations;
  const isPlace = ({ id }: { readonly id: string }) =>
    isOperationReference({ subscriptionId: id, location: place, operationId: 'any' });
  if (!subscriptions.every(isPlace)) {
    say(NO_PLACE);
    return EXIT_CODES.usage;
  }
  const findings = await examineAzure({ subscriptions, locations, cloud: azure.cloud }, read);
  const signs = { fine: '✅', notice: '⚠️', fault: '❌', unknown: '❔' };
  for (const { state, about, says } of findings) say(`${signs[state]} ${about}: ${says}`);
  if (findings.some(({ state }) => state === 'fault')) return EXIT_CODES.noRight;
  return findings.every(({ state }) => state === 'fine') ? 0 : EXIT_CODES.unread;
}
