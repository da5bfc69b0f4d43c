import type { Fault, FaultDecision } from '../../../../src/sandbox/slack/faults.ts';
import type { Random } from '../plan/random.ts';
import type { Tally } from './tally.ts';

/** What is written and looked up. */
const EXPOSED = new Set([
  'chat.postMessage',
  'chat.update',
  'chat.postEphemeral',
  'conversations.history',
  'conversations.replies',
  'conversations.open',
  'conversations.info',
  'response_url',
]);
const SHARE = { calm: 0.07, rough: 0.5 } as const;
/** Of signing in and connecting: without these, a bot that starts takes no command. */
const SIGN_IN_SHARE = 0.05;

/** Longer than the product waits for an answer, which is 8 s. */
const TOO_LATE_MS = 9_000;

interface WeatherParts {
  readonly random: Random;
  readonly tally: Tally;
  readonly isRough: () => boolean;
}

/** Which calls of Slack go wrong, and how. */
export function slackWeather({ random, tally, isRough }: WeatherParts): FaultDecision {
  return (method) => {
    const share = EXPOSED.has(method) ? SHARE[isRough() ? 'rough' : 'calm'] : SIGN_IN_SHARE;
    if (!random.chance(share)) return undefined;
    const [name, fault] = pickFault(random);
    tally.add(`Slack: ${name}`);
    return fault;
  };
}

function pickFault(random: Random): readonly [string, Fault] {
  const late = random.chance(0.1) ? TOO_LATE_MS : random.whole(100, 3_000);
  const status = random.pick([500, 502, 503]);
  const error = random.pick([
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'ratelimited',
  ]);
  return random.weighted<readonly [string, Fault]>([
    [3, ['429', tooMany(random.whole(1, 2))]],
    [3, ['5xx', { kind: 'status', status, body: 'Sorry' }]],
    [3, ['ok: false, passing', { kind: 'error', error }]],
    [2, ['garbage', { kind: 'garbage', body: 'html' }]],
    [2, ['garbage after it was done', { kind: 'garbage', body: 'cut-json' }]],
    [1, ['no answer', { kind: 'hang' }]],
    [2, ['connection lost', { kind: 'drop' }]],
    [3, ['connection lost after it was done', { kind: 'carried-out-then-drop' }]],
    [3, [late === TOO_LATE_MS ? 'far too late' : 'late', { kind: 'late', afterMs: late }]],
  ]);
}

function tooMany(retryAfterSeconds: number): Fault {
  return {
    kind: 'status',
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds), 'content-type': 'application/json' },
    body: '{"ok":false,"error":"ratelimited"}',
  };
}
