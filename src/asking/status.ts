import * as v from 'valibot';
import { parseOperations } from '../azure/parse-operations.ts';
import type { DefaultsStore } from '../redis/defaults-store.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import { advance } from '../watch/advance.ts';
import { beginWatch } from '../watch/begin-watch.ts';
import { ChannelId, UserId, WatchId } from '../watch/names.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import type { Reading } from '../watch/reading.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import type { Presser } from './asker.ts';
import { type FoundOperation, findOperations, type Reach, type Wish } from './find-operation.ts';
import type { Questions } from './questions.ts';
import { isName, NOT_AMONG_READABLE, type Refusal, unknownName } from './refusals.ts';
import { nobodyKnows, searchOperation } from './search-operation.ts';
import { type Searching, soonOrSearching } from './searching.ts';
import { ofEach, type Several } from './several.ts';
import { type Choice, watchesHere, watchNamed } from './watches-here.ts';

/** The record that a watch would have after one reading. */
export interface StatusSeen {
  readonly kind: 'status';
  readonly record: WatchRecord;
}

export type StatusAnswer = StatusSeen | Refusal;
type StatusResult = StatusAnswer | Searching<StatusAnswer>;

export interface StatusWish extends Wish {
  /** All that was said, where it names no operation: words such as `in` may be part of a label. */
  readonly name?: string;
}

export interface StatusDependencies {
  readonly watches: WatchStore;
  readonly questions: Questions;
  readonly defaults: Pick<DefaultsStore, 'of'>;
  readonly reach: Reach;
  readonly policy: WatchPolicy;
  readonly now: () => number;
}

/** Of what is looked at once, and not kept. */
const UNKEPT = v.parse(WatchId, 'unkept');
const NOBODY = { channel: v.parse(ChannelId, ''), askedBy: v.parse(UserId, '') };

/**
 * Looks once at each operation that is named. Nothing is kept.
 *
 * @param wish its operation may be a label or a server's name of what is watched where it is asked
 */
export async function operationStatus(
  { channel, user }: Presser,
  wish: StatusWish,
  dependencies: StatusDependencies,
): Promise<StatusResult | Choice | Several<StatusResult>> {
  const { watches, reach } = dependencies;
  const [parsed] = parseOperations(wish.operation, reach);
  if (parsed.kind === 'refused' && isName(parsed)) {
    const { here, areAllRead } = await watchesHere(watches, channel);
    const refusal = areAllRead ? unknownName(parsed) : NOT_AMONG_READABLE;
    const named = watchNamed(wish.name ?? wish.operation, here, 'status', refusal);
    if ('kind' in named) return named;
    const { reference } = named.record;
    return await statusOfFound(user, { kind: 'reference', reference }, dependencies);
  }
  const usual = await dependencies.defaults.of(channel);
  return await ofEach(findOperations({ ...wish, usual }, reach), (found) =>
    statusOfFound(user, found, dependencies),
  );
}

/** Looks once at an operation of which it is known where it is. */
export async function lookAt(
  asker: UserId,
  reference: OperationReference,
  { questions, policy, now }: Pick<StatusDependencies, 'questions' | 'policy' | 'now'>,
): Promise<StatusAnswer> {
  const refusal = questions.whyNot(asker, [reference]);
  if (refusal) return refusal;
  return statusOf(reference, await questions.readFor(asker)(reference, {}), now(), policy);
}

async function statusOfFound(
  asker: UserId,
  found: FoundOperation,
  dependencies: StatusDependencies,
): Promise<StatusResult> {
  if (found.kind === 'refused') return found;
  const { questions, policy, now } = dependencies;
  if (found.kind === 'reference') {
    const answer = lookAt(asker, found.reference, dependencies);
    return await soonOrSearching<StatusAnswer>(answer, [found.reference]);
  }
  const refusal = questions.whyNot(asker, found.candidates);
  if (refusal) return refusal;
  const answer = searchOperation(found.candidates, questions.readFor(asker)).then((result) =>
    result.kind === 'found' ? statusOf(result.reference, result.reading, now(), policy) : result,
  );
  return await soonOrSearching<StatusAnswer>(answer, found.candidates);
}

function statusOf(
  reference: OperationReference,
  reading: Reading,
  now: number,
  policy: WatchPolicy,
): StatusAnswer {
  if (reading.kind === 'failure' && reading.failure === 'not-found') {
    return nobodyKnows([reference]);
  }
  const { record } = beginWatch({ id: UNKEPT, epoch: 0, reference }, NOBODY, now, policy);
  return { kind: 'status', record: advance(record, reading, now, policy).record };
}
