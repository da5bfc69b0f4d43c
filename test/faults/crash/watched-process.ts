import { setTimeout as delay } from 'node:timers/promises';
import { DelayedError, type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { bullmqClient } from '../../../src/queues/bullmq-client.ts';
import { type PollData, type PostData, QUEUE_NAMES } from '../../../src/queues/queues.ts';
import { createPoll } from '../../../src/reading/poll.ts';
import { createRedraw } from '../../../src/telling/editing/redraw.ts';
import { createRemindDue } from '../../../src/telling/paging/remind-due.ts';
import { createDeliver, type Deliver } from '../../../src/telling/posting/deliver.ts';
import { createPost } from '../../../src/telling/posting/post.ts';
import { itemId } from '../../../src/watch/item-names.ts';
import { kindOfDestination } from '../../../src/watch/names.ts';
import type { OutboxItem } from '../../../src/watch/outbox-item.ts';
import type { ReadOperation } from '../../../src/watch/reading.ts';
import type { Bench } from '../bench.ts';
import { type Crash, CrashPoint, type Part, type Step } from './crash-point.ts';

/** However slow the machine is, the process does not lose its locks before it crashes. */
const LOCK_MS = 60_000;
/** How long its claims outlive it. */
const LEASE_MS = 300;
const TOKEN = 'watched';

type Process<Data> = (job: Job<Data>, token: string | undefined) => Promise<unknown>;

/**
 * A worker process that does one thing after another, so that each of its steps has a number: it reads
 * the watch, posts all that is owed, edits the card, and so on until all is told; then it keeps the appointments.
 *
 * @returns the steps that it took until it crashed or had no more to do
 */
export async function runWatchedProcess(bench: Bench, crash?: Crash): Promise<readonly Step[]> {
  const point = new CrashPoint(crash);
  let ids = 0;
  const nextId = () => `thing ${++ids}`;
  const connection = bench.connect();
  point.watch(connection.client as Redis);
  const parts = bench.parts(connection, {
    fetch: (input, init) => point.take(methodOf(input), () => fetch(input, init)),
  });
  const read: ReadOperation = async (reference, options) => {
    const reading = await point.take('read', () => parts.read(reference, options));
    const about =
      reading.kind === 'snapshot'
        ? `${reading.snapshot.status} at ${reading.snapshot.percent} %`
        : reading.failure;
    point.subject = { ...point.subject, about };
    return reading;
  };

  const dependencies = { ...parts, read, leaseMs: LEASE_MS };
  const deliverOne = createDeliver(dependencies);
  const deliver: Deliver = async (owed) => {
    const job = point.subject;
    point.subject = { part: 'post', about: kindOf(owed.item), id: idOf(owed.item) };
    const failure = await deliverOne(owed);
    point.subject = job;
    return failure;
  };
  const polls = worker(QUEUE_NAMES.watches, createPoll(dependencies));
  const posts = worker(QUEUE_NAMES.posts, createPost({ ...dependencies, deliver }));
  const redraw = createRedraw(dependencies);
  const remindDue = createRemindDue(dependencies);
  try {
    await Promise.all([polls, posts].map(({ ready }) => ready()));
    point.begin();
    await Promise.race([live(), point.reached]);
    return [...point.steps];
  } finally {
    for (const { abandon } of [polls, posts]) abandon();
    parts.abandon();
    connection.close();
  }

  async function live(): Promise<void> {
    do {
      if ((await polls.next('poll')) === 'nothing') throw new Error('There was nothing to read');
      await postAndRedraw();
    } while (await bench.isWatching());
    point.subject = { part: 'remind', about: 'the appointments', id: nextId() };
    await remindDue();
    await postAndRedraw();
  }

  /** What waits for the card's last edit has it made meanwhile. */
  async function postAndRedraw(): Promise<void> {
    for (;;) {
      const posted = await posts.next('post');
      if (posted === 'done') continue;
      let isRedrawn = false;
      while (await redrawNext()) isRedrawn = true;
      // An edit that finds its card gone has more to be posted.
      if (posted === 'nothing' && !isRedrawn) return;
    }
  }

  /** @returns false where there was nothing to do */
  async function redrawNext(): Promise<boolean> {
    point.subject = { part: 'edit', about: 'the queue', id: nextId() };
    const next = await parts.edits.next();
    if (next.kind === 'edit') point.subject = { ...point.subject, about: next.edit.message.kind };
    if (next.kind === 'wait') await delay(next.ms);
    if (next.kind !== 'edit') return next.kind !== 'none';
    const redrawn = await redraw(next.edit);
    if (redrawn.kind === 'wait') await delay(redrawn.ms);
    if (redrawn.kind === 'sending') await redrawn.sent;
    return true;
  }

  function worker<Data extends PollData | PostData>(name: string, process: Process<Data>) {
    const bullWorker = new Worker<Data>(name, null, {
      connection: bullmqClient(connection),
      prefix: connection.keys.prefix,
      autorun: false,
      lockDuration: LOCK_MS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      settings: { backoffStrategy: () => 1 },
    });
    bullWorker.on('error', () => undefined);
    return {
      async ready() {
        await bullWorker.waitUntilReady();
      },
      async next(part: Part): Promise<'done' | 'asleep' | 'nothing'> {
        point.subject = { part, about: 'the queue', id: nextId() };
        // By another connection: a person who waits is no step of the process.
        await bench.wakeJobs(name);
        const job = await bullWorker.getNextJob(TOKEN, { block: false });
        if (!job) return 'nothing';
        point.subject = { ...point.subject, about: describe(job.data) };
        try {
          await process(job, TOKEN);
          await job.moveToCompleted(undefined, TOKEN, false);
        } catch (error) {
          if (!(error instanceof Error)) throw error;
          if (error instanceof DelayedError) return 'asleep';
          await job.moveToFailed(error, TOKEN, false);
        }
        return 'done';
      },
      abandon() {
        void bullWorker.close(true).catch(() => undefined);
      },
    };
  }
}

function describe(data: PollData | PostData): string {
  if (!('destination' in data)) return 'a watch';
  return `the destination ${kindOfDestination(data.destination)}`;
}

/** The same in each life: what is named by the time when it is made is there once. */
function idOf(item: OutboxItem): string {
  return item.kind === 'reminder' || item.kind === 'pager-event' ? item.kind : itemId(item);
}

function kindOf(item: OutboxItem): string {
  return item.kind === 'note' ? `the note ${item.note.kind}` : `the ${item.kind}`;
}

/** `https://slack.com/api/chat.postMessage` -> `chat.postMessage` */
function methodOf(input: string | URL | Request): string {
  return new URL(input instanceof Request ? input.url : input).pathname.split('/').at(-1) ?? '';
}
