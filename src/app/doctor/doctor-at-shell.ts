import { isOperationReference, spellLocation } from '../../azure/check-operation-path.ts';
import type { ShellConfig } from '../../config/load-shell-config.ts';
import { NO_PLACE } from '../../shell/choose-operation.ts';
import { EXIT_CODES } from '../../shell/exit-codes.ts';
import type { OperationWish } from '../../shell/parse-arguments.ts';
import type { Screen } from '../../shell/screen.ts';
import type { ReadOperation } from '../../watch/reading.ts';
import { examineAzure } from './examine-azure.ts';

interface DoctorSurroundings {
  readonly read: ReadOperation;
  readonly screen: Screen;
  readonly interrupted: AbortSignal;
}

const SIGNS = { fine: '✅', notice: '⚠️', fault: '❌', unknown: '❔' };

/** Looks whether each subscription can be read, for `--timeout` at most. @returns the exit code */
export async function doctorAtShell(
  { subscription, location, timeoutMs }: OperationWish,
  azure: ShellConfig['azure'],
  { read, screen, interrupted }: DoctorSurroundings,
): Promise<number> {
  const subscriptions = subscriptionsOf(subscription, azure);
  if (subscriptions.length === 0) {
    return screen.refuse(
      'Which subscription? Please add --subscription <id>, or set AZURE_SUBSCRIPTIONS.',
    );
  }
  const locations = location === undefined ? azure.locations : [spellLocation(location)];
  const [place = 'eastus'] = locations;
  const isPlace = ({ id }: { readonly id: string }) =>
    isOperationReference({ subscriptionId: id, location: place, operationId: 'any' });
  if (!subscriptions.every(isPlace)) return screen.refuse(NO_PLACE);

  const timeout = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
  const signal = AbortSignal.any([interrupted, ...timeout]);
  try {
    const findings = await examineAzure(
      { subscriptions, locations, cloud: azure.cloud },
      (reference) => read(reference, { signal }),
    );
    for (const { state, about, says } of findings) screen.say(`${SIGNS[state]} ${about}: ${says}`);
    if (findings.some(({ state }) => state === 'fault')) return EXIT_CODES.noRight;
    return findings.every(({ state }) => state === 'fine') ? 0 : EXIT_CODES.unread;
  } catch (error) {
    if (interrupted.aborted) return EXIT_CODES.interrupted;
    if (!signal.aborted) throw error;
    screen.complain('Azure did not answer in time. This says nothing about its subscriptions.');
    return EXIT_CODES.unread;
  }
}

function subscriptionsOf(
  subscription: string | undefined,
  { subscriptions: named = [] }: ShellConfig['azure'],
) {
  const asked = subscription?.toLowerCase();
  if (asked === undefined) return named;
  return [named.find(({ name }) => name.toLowerCase() === asked) ?? { name: asked, id: asked }];
}
