import { setTimeout as delay } from 'node:timers/promises';
import type { Searching } from '../asking/searching.ts';
import { unlessLater } from '../asking/unless-later.ts';
import type { WatchAnswer } from '../asking/watch.ts';
import type { PipelineId } from '../watch/askers.ts';
import { activeCards } from '../watch/watch-card.ts';
import type { ApiDependencies, ApiTrouble, HeldKey, KeyTaken } from './dependencies.ts';
import { problem } from './problem.ts';
import { type Reply, replyOf } from './reply.ts';
import { replyOfRefusal, replyOfTrouble } from './reply-of-answer.ts';
import { pathOfWatch, viewOfSearch, viewOfWatch } from './view-of-watch.ts';
import type { WatchRequest, WatchView } from './watch-schemas.ts';

/** A script can wait for a moment, and is told more then. */
const SEARCH_WITHIN_MS = 5000;
const CARD_WITHIN_MS = 4000;
const LOOK_EVERY_MS = 250;
const KEPT_MS = 24 * 3_600_000;
/** While it is looked for. A process that dies at it would answer so for ever. */
const SEARCH_KEPT_MS = 60_000;
/** The work is done, and whoever asked waits. */
const SETTLE_WITHIN_MS = 500;

type Answer = WatchAnswer | Searching<WatchAnswer>;

/** What an attempt comes to: an answer of the use case, or a reply that is ready. */
type Attempt =
  | { readonly kind: 'asked'; readonly answer: Answer; readonly taken: HeldKey | undefined }
  | { readonly kind: 'replied'; readonly reply: Reply; readonly taken?: HeldKey | undefined };

/**
 * Has an operation watched for a pipeline, as the command has it for a person.
 *
 * @param key under which the same request may be sent again; undefined for none
 */
export async function postWatch(
  pipeline: PipelineId,
  request: WatchRequest,
  key: string | undefined,
  dependencies: ApiDependencies,
): Promise<Reply> {
  const meant = readWish(request, dependencies);
  if (!('kind' in meant)) return meant;
  const wish = { ...request, operation: meant.operation };
  const attempt = await dependencies.inTime(() => attempted(pipeline, wish, key, dependencies));
  if (attempt.kind !== 'asked' && attempt.kind !== 'replied') {
    return replyOfTrouble(attempt, dependencies);
  }
  const { taken } = attempt;
  const reply =
    attempt.kind === 'replied'
      ? attempt.reply
      : await replyOfAnswer(pipeline, request, attempt.answer, taken, dependencies);
  if (taken !== undefined) await settle(taken, reply, dependencies);
  return reply;
}

/** What can be told without looking anywhere: why not, or which operation is meant. */
function readWish(
  { channel, operation }: WatchRequest,
  { asking, whyNotIn }: ApiDependencies,
): { readonly kind: 'meant'; readonly operation: string } | Reply {
  const refusal = whyNotIn(channel);
  if (refusal) return problem('channel-not-allowed', refusal.explanation);
  const meant = asking.operationMeant(operation);
  if (meant.kind === 'meant') return meant;
  const { explanation: detail } = meant;
  return problem('operation-refused', detail, { errors: [{ pointer: '/operation', detail }] });
}

async function attempted(
  pipeline: PipelineId,
  request: WatchRequest,
  key: string | undefined,
  { asking, keys, placeFor, removeKnown }: ApiDependencies,
): Promise<Attempt> {
  const { operation, channel, label, tell, location, subscription } = request;
  const taking = key === undefined ? undefined : await keys.take(pipeline, key, word(request));
  if (taking && taking.kind !== 'taken') return { kind: 'replied', reply: replyOfKey(taking) };
  const taken = taking?.taken;
  const place = await placeFor(channel);
  if (place.kind === 'closed') {
    const errors = [{ pointer: '/channel', detail: place.problem }];
    return { kind: 'replied', reply: problem('channel-closed', place.problem, { errors }), taken };
  }
  const answer = await asking.watch(
    // Where nobody knows, what may be private is not shown to others.
    { user: pipeline, channel, isPrivate: place.isPrivate ?? true },
    {
      operation: removeKnown(operation),
      ...(label && { label: removeKnown(label) }),
      ...(location && { location }),
      ...(subscription && { subscription }),
      tellAlso: tell ?? [],
    },
  );
  if (answer.kind === 'several') throw new Error('One operation was answered as several');
  return { kind: 'asked', answer, taken };
}

/** The request in one spelling. */
function word(request: WatchRequest): string {
  return JSON.stringify(request, Object.keys(request).sort());
}

function replyOfKey(taking: Exclude<KeyTaken, { kind: 'taken' }>): Reply {
  switch (taking.kind) {
    case 'under-way':
      return problem(
        'key-under-way',
        'A request with this Idempotency-Key is being carried out. Please send it again in a moment.',
        { retryAfterMs: Math.min(taking.ms, 1000) },
      );
    case 'other-request':
      return problem(
        'key-reused',
        'This Idempotency-Key was used for another request. Please take a new one for each request.',
      );
    case 'answered':
      return taking.reply;
    default:
      return taking satisfies never;
  }
}

async function replyOfAnswer(
  pipeline: PipelineId,
  request: WatchRequest,
  answer: Answer,
  taken: HeldKey | undefined,
  dependencies: ApiDependencies,
): Promise<Reply> {
  if (answer.kind !== 'searching') {
    return await replyOfFound(pipeline, request, answer, dependencies);
  }
  const found: Promise<WatchAnswer | ApiTrouble> = answer.found.catch(dependencies.whatFailed);
  const result = await unlessLater(found, SEARCH_WITHIN_MS, undefined);
  if (result) return await replyOfFound(pipeline, request, result, dependencies);
  found
    .then(async (late) => {
      const reply = await replyOfFound(pipeline, request, late, dependencies);
      dependencies.log.info({ event: 'api.search_ended', pipeline, status: reply.status });
      if (taken !== undefined) await settle(taken, reply, dependencies);
    })
    .catch(() => undefined);
  return replyOf(202, viewOfSearch(answer, request, pipeline), {
    location: `/v1/watches?channel=${request.channel}`,
  });
}

async function replyOfFound(
  pipeline: PipelineId,
  { channel }: WatchRequest,
  answer: WatchAnswer | ApiTrouble,
  dependencies: ApiDependencies,
): Promise<Reply> {
  switch (answer.kind) {
    case 'begun':
    case 'joined':
    case 'stands': {
      const { record } = answer;
      const card = activeCards(record).find((each) => each.channel === channel);
      if (!card) throw new Error(`${record.id} has no card in ${channel}`);
      const link = answer.kind === 'stands' ? answer.link : undefined;
      const view = viewOfWatch({ record, card, link });
      const headers = { location: pathOfWatch(record.id, channel) };
      if (answer.kind === 'stands') return replyOf(200, view, headers);
      return replyOf(201, (await onceUp(pipeline, view, dependencies)) ?? view, headers);
    }
    case 'refused':
      return replyOfRefusal(answer);
    case 'no-answer':
    case 'uncertain':
    case 'broken':
      return replyOfTrouble(answer, dependencies);
    default:
      return answer satisfies never;
  }
}

/** The watch once its card is up or it has ended, or as it is when nobody waits any longer; undefined where nobody knows. */
async function onceUp(
  pipeline: PipelineId,
  { id, channel }: WatchView,
  { asking, stopping }: ApiDependencies,
): Promise<WatchView | undefined> {
  let last: WatchView | undefined;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(CARD_WITHIN_MS)]);
  const place = { id: id ?? '', channel: channel as WatchRequest['channel'] };
  try {
    while (!signal.aborted) {
      await delay(LOOK_EVERY_MS, undefined, { signal });
      const seen = await asking.watchSeenBy(pipeline, place);
      if (!seen || 'kind' in seen) return last;
      last = viewOfWatch(seen);
      if (last.card !== null || last.endedAt !== null) return last;
    }
  } catch {
    // It took too long, or Redis has gone: the watch has begun all the same.
  }
  return last;
}

/** What has been done is kept; after anything else, another try with the same key may do better. */
async function settle(
  taken: HeldKey,
  reply: Reply,
  { log }: Pick<ApiDependencies, 'log'>,
): Promise<void> {
  const isDone = reply.problem === undefined;
  const keepMs = reply.status === 202 ? SEARCH_KEPT_MS : KEPT_MS;
  const settling = isDone ? taken.keep(reply, keepMs) : taken.giveBack();
  const settled = settling.catch((error: unknown) => {
    log.warn({ event: 'api.key_not_settled', err: error }, 'it may be used again in 20 s');
  });
  await unlessLater(settled, SETTLE_WITHIN_MS, undefined);
}
