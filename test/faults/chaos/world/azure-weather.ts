import type { ReadFault, ReadFaultDecision } from '../../../../src/sandbox/azure/read-fault.ts';
import { DEFAULT_SUBSCRIPTION_ID } from '../../../../src/sandbox/azure/simulated-subscription.ts';
import { RETRY_AFTER_FORMS, throttled } from '../../../../src/sandbox/azure/throttled.ts';
import type { Random } from '../plan/random.ts';
import type { Tally } from './tally.ts';

const SHARE = { calm: 0.06, rough: 0.6 } as const;
const PAGE = '<html><body>Our services are not available right now</body></html>';

interface WeatherParts {
  readonly random: Random;
  readonly tally: Tally;
  readonly isRough: () => boolean;
  /** Operations that are left alone. */
  readonly isSpared: (operationId: string) => boolean;
  readonly now: () => number;
}

/** Which reads of Azure go wrong, and how. */
export function azureWeather(parts: WeatherParts): ReadFaultDecision {
  const { random, tally, isRough, isSpared, now } = parts;
  return ({ operationId }) => {
    if (isSpared(operationId)) return undefined;
    if (!random.chance(SHARE[isRough() ? 'rough' : 'calm'])) return undefined;
    const [name, fault] = pickFault(random, now());
    tally.add(`Azure: ${name}`);
    return fault;
  };
}

function pickFault(random: Random, now: number): readonly [string, ReadFault] {
  const form = random.pick(RETRY_AFTER_FORMS);
  const refused = throttled(DEFAULT_SUBSCRIPTION_ID, random.whole(200, 2_000), form, now);
  const status = random.pick([500, 502, 503]);
  return random.weighted<readonly [string, ReadFault]>([
    [4, [`429, ${form}`, { kind: 'status', ...refused }]],
    [4, ['5xx', { kind: 'status', status }]],
    [2, ['garbage', { kind: 'raw', status: 200, contentType: 'text/html', text: PAGE }]],
    [2, ['JSON without a status', { kind: 'ok', body: { percentComplete: 100 } }]],
    [1, ['no answer', { kind: 'hang' }]],
    [2, ['connection lost', { kind: 'drop' }]],
    [3, ['late', { kind: 'late', afterMs: random.whole(100, 3_000) }]],
  ]);
}
