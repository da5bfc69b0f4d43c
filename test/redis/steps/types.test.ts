import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { beginRead } from '../../../src/redis/steps/begin-read.ts';
import { claimPost } from '../../../src/redis/steps/claim-post.ts';
import { markEdits } from '../../../src/redis/steps/mark-edits.ts';
import { destinations, nameOfMessage, type WatchId } from '../../../src/watch/names.ts';
import { keys } from '../with-redis.ts';

/** Never called: what counts is that tsc finds an error where one is expected. */
async function misuse(redis: Redis, id: WatchId): Promise<void> {
  const pace = { intervalMs: 1, atOnce: 1 };
  const budgets = 'budget:reads/';
  const watch = keys.watch(id);
  const { holds, edits, editsLeased, editPlaces } = keys;

  await beginRead(redis, { watch, holds, id, budgets, ...pace });
  // @ts-expect-error: a key is missing
  await beginRead(redis, { watch, id, budgets, ...pace });
  // @ts-expect-error: an argument is missing
  await beginRead(redis, { watch, holds, id, budgets, intervalMs: 1 });
  // @ts-expect-error: two keys are swapped
  await beginRead(redis, { watch: holds, holds: watch, id, budgets, ...pace });
  // @ts-expect-error: two arguments are swapped
  await beginRead(redis, { watch, holds, id: budgets, budgets: id, ...pace });
  // @ts-expect-error: nobody has heard of that one
  await beginRead(redis, { watch, holds, id, budgets, ...pace, headStartMs: 1 });

  const destination = destinations.alert(id);
  const outbox = keys.outbox(destination);
  const { marks, memory } = keys;
  const lost = { marks, memory, born: 1, lossMattersMs: 1 };
  const claim = { field: 'f', name: 'n', place: 'C1', leaseMs: 1, ...lost };
  await claimPost(redis, { owner: watch, outbox, item: '{}', ...claim });
  // @ts-expect-error: an outbox is no owner
  await claimPost(redis, { owner: outbox, outbox, item: '{}', ...claim });
  // @ts-expect-error: a destination is no outbox's key
  await claimPost(redis, { owner: watch, outbox: destination, item: '{}', ...claim });

  const queue = { edits, editsLeased, editPlaces, urgency: 1, afterMs: 0 };
  const message = nameOfMessage({ kind: 'alert', watchId: id });
  await markEdits(redis, { ...queue, messages: [message] });
  // @ts-expect-error: a destination is no message, though both are called alert/…
  await markEdits(redis, { ...queue, messages: [destination] });
}

test('a step that is misused does not compile', () => {
  expect(misuse).toBeTypeOf('function');
});
