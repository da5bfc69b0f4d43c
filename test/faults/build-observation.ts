import type { LoggedRequest } from '../../src/sandbox/azure/simulated-azure.ts';
import type { SimulatedMessage } from '../../src/sandbox/slack/state/message.ts';
import type { Attempt, Observation, Press, RedisKey } from './chaos/checks/observation.ts';
import type { HistoryName } from './chaos/plan/histories.ts';
import type { PlannedOperation } from './chaos/plan/planned-operation.ts';

export const DBA = 'C0DBA';
export const RANDOM = 'C0RANDOM';
export const ONCALL = 'C0ONCALL';
export const ALICE = 'U0ALICE';
export const CARD_TS = '1.000001';
export const WATCH = 'w1-1';
const MENTION = '<!subteam^S0DBAS>';

export const OPERATION_ID = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9';

/** A run of one operation, of which nothing has been seen yet. */
export function buildObservation(
  history: HistoryName,
  seen: Partial<Observation> = {},
): Observation {
  const operation: PlannedOperation = {
    ...{ index: 0, operationId: OPERATION_ID, server: 'server-0000', history },
    ...{ startsAtMs: 0, durationMs: 10_000, channel: DBA },
  };
  return {
    plan: {
      seed: 1,
      lengthMs: 60_000,
      operations: [operation],
      people: [],
      presses: [],
      fleet: [],
      roughTimes: [],
    },
    startedAt: 0,
    ...{ attempts: [buildAttempt()], deeds: [], messages: [], ephemerals: [], pings: [] },
    ...{
      calls: [],
      reads: [],
      keys: [],
      presses: [],
      redisOutages: [],
      botOutages: [],
      busy: [],
      crashes: [],
    },
    ...seen,
  };
}

/** A command that was accepted. */
export function buildAttempt(seen: Partial<Attempt> = {}): Attempt {
  return {
    ...{ operation: 0, channel: DBA, user: ALICE, kind: 'ask', at: 0, tookMs: 10, sockets: 2 },
    outcome: { kind: 'answered', text: `👀 Watching \`${OPERATION_ID}\`` },
    ...seen,
  };
}

/** A post of the bot; `what` is the last part of its id. */
export function buildMessage(
  what: string,
  text: string,
  seen: Partial<SimulatedMessage> = {},
): SimulatedMessage {
  const channel = seen.channel ?? DBA;
  const id = what.startsWith('alert') ? `${WATCH}/${what}` : `${WATCH}/${channel}-1/${what}`;
  return {
    ...{
      ts: '1.000009',
      channel,
      text,
      blocks: [],
      broadcast: false,
      user: 'U0BOT',
      botId: 'B0BOT',
    },
    ...{ origin: 'api', postedAt: 10_000, edits: 0, versions: [], deleted: false },
    metadata: { event_type: 'mysqlop_post', event_payload: { id } },
    ...seen,
  };
}

export function buildCard(text: string, seen: Partial<SimulatedMessage> = {}): SimulatedMessage {
  return buildMessage('card', text, { ts: CARD_TS, postedAt: 100, ...seen });
}

/** A reply in the card's thread. */
export function buildReply(
  what: string,
  text: string,
  seen: Partial<SimulatedMessage> = {},
): SimulatedMessage {
  return buildMessage(what, text, { threadTs: CARD_TS, ...seen });
}

export function buildRead(at: number, seen: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    ...{ method: 'GET', url: '/', at, endedAt: at + 5, status: 200, fault: undefined },
    ...{ operationId: OPERATION_ID, headers: {} },
    ...seen,
  };
}

/** What the asker alone reads. */
export function buildAside(text: string): Observation['ephemerals'][number] {
  return {
    ...{ ts: '1.5', channel: DBA, user: ALICE, blocks: [], origin: 'response-url', shownAt: 9_000 },
    text: `${text} ${OPERATION_ID}`,
  };
}

/** A burst's digest, as Slack shows it and as Redis keeps it. */
export interface BuiltDigest {
  readonly message: SimulatedMessage;
  readonly key: RedisKey;
}

export interface DigestParts {
  readonly burst?: 'failures' | 'conditions';
  /** Names it, and is when it was begun. */
  readonly begunAt: number;
  /** What each line shows; by default one failure, of the one operation. */
  readonly lines?: readonly string[];
  /** By how many lines Redis keeps more than are shown. */
  readonly missing?: number;
  /** How many operations its title counts. */
  readonly counted?: number;
  readonly previous?: number;
  readonly first?: string;
  readonly blocks?: SimulatedMessage['blocks'];
}

export function buildDigest({
  burst = 'failures',
  begunAt,
  lines = [`❌ Backup of server-0000: failed · \`${OPERATION_ID}\``],
  missing = 0,
  counted = lines.length,
  previous,
  first,
  blocks = [],
}: DigestParts): BuiltDigest {
  const name = `digest/${burst}/${begunAt}`;
  const kind = burst === 'failures' ? 'alert' : 'condition-alert-1';
  const kept = Array.from({ length: lines.length + missing }, () => ({
    operationId: OPERATION_ID,
    itemId: `${WATCH}/${kind}`,
  }));
  const title = { type: 'plain_text', text: `🚨 ${counted} more operations have failed` } as const;
  return {
    message: buildMessage('', title.text, {
      channel: ONCALL,
      ts: `${begunAt}.000001`,
      postedAt: begunAt + 1_000,
      blocks: [
        { type: 'header', block_id: 'h', text: title },
        { type: 'section', block_id: 's', text: { type: 'mrkdwn', text: lines.join('\n') } },
        ...blocks,
      ],
      metadata: { event_type: 'mysqlop_post', event_payload: { id: name } },
    }),
    key: {
      ...{ name: `{mysqlop}:digest:${burst}:${begunAt}`, type: 'hash', ttlMs: 1_000, entries: [] },
      digest: {
        ...{ name, lines: kept },
        ...(previous !== undefined && { previous: String(previous) }),
        ...(first !== undefined && { first }),
      },
    },
  };
}

/** Messages and keys of digests. */
export function seenDigests(...digests: readonly BuiltDigest[]) {
  return {
    messages: digests.map(({ message }) => message),
    keys: digests.map(({ key }) => key),
  };
}

/** They call on-call. */
export function buildPings(...messages: readonly SimulatedMessage[]): Observation['pings'] {
  return messages.map(({ channel, ts }) => ({ channel, ts, mention: MENTION, shown: true }));
}

/** What says that somebody looks after an alert. */
export function acknowledgedBy(user: string, at: number): SimulatedMessage['blocks'][number] {
  const text = `👍 Acknowledged by <@${user}> <!date^${Math.floor(at / 1_000)}^{time}|then>`;
  return { type: 'context', block_id: `a${at}`, elements: [{ type: 'mrkdwn', text }] };
}

export const ACKNOWLEDGE_BUTTON: SimulatedMessage['blocks'][number] = {
  type: 'actions',
  block_id: 'b',
  elements: [
    {
      type: 'button',
      action_id: 'acknowledge',
      text: { type: 'plain_text', text: 'Acknowledge' },
      value: 'x',
    },
  ],
};

export function buildPress(
  { channel, ts }: SimulatedMessage,
  at: number,
  seen: Partial<Press> = {},
): Press {
  return { ...{ user: ALICE, channel, ts, at, tookMs: 20, isTaken: true }, ...seen };
}
