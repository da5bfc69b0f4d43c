import { setTimeout as delay } from 'node:timers/promises';
import { DelayedError, type Job, Worker } from 'bullmq';
import { createDeliver } from '../../../src/jobs/deliver.ts';
import { createPoll, type ReadOperation } from '../../../src/jobs/poll.ts';
import { createPost } from '../../../src/jobs/post.ts';
import { QUEUE_NAMES } from '../../../src/jobs/queues.ts';
import { createRedraw } from '../../../src/jobs/redraw.ts';
import { KEY_PREFIX } from '../../../src/store/keys.ts';
import type { Bench } from '../bench.ts';
import { type Crash, CrashPoint, type Step } from './crash-point.ts';

/** However slow the machine is, the process does not lose its locks before it crashes. */
const LOCK_MS = 60_000;
/** How long its claims outlive it. */
const LEASE_MS = 300;
const TOKEN = 'watched';

type Process<Data> = (job: Job<Data>, token: string | undefined) => Promise<unknown>;

/**
 * A worker process that does one thing after another, so that each of its steps has a number: it reads
 * the watch, posts all that is owed, edits the card, and so on until all is told.
 *
 * @returns the steps that it took until it crashed or had no more to do
 */
export async function runWatchedProcess(bench: Bench, crash?: Crash): Promise<readonly Step[]> {
  const point = new CrashPoint(crash);
  const connection = bench.connect();
  point.watch(connection);
  const parts = bench.parts(connection, {
    fetch: (input, init) => point.take(methodOf(input), () => fetch(input, init)),
  });
  const read: ReadOperation = (reference, options) =>
    point.take('read', () => parts.read(reference, options));

  const dependencies = { ...parts, read, leaseMs: LEASE_MS };
  const deliver = createDeliver(dependencies);
  const polls = worker(QUEUE_NAMES.watches, createPoll(dependencies));
  const posts = worker(QUEUE_NAMES.posts, createPost({ ...dependencies, deliver }));
  const redraw = createRedraw(dependencies);
  try {
    await Promise.all([polls, posts].map(({ ready }) => ready()));
    point.begin();
    await Promise.race([live(), point.reached]);
    return [...point.steps];
  } finally {
    for (const { abandon } of [polls, posts]) abandon();
    parts.abandon();
    connection.disconnect();
  }

  async function live(): Promise<void> {
    do {
      point.part = 'poll';
      if (!(await polls.next())) throw new Error('There was nothing to read');
      point.part = 'post';
      while (await posts.next());
      point.part = 'edit';
      while (await redrawNext());
    } while (await bench.isWatching());
  }

  /** @returns false where there was nothing to do */
  async function redrawNext(): Promise<boolean> {
    const next = await parts.edits.next();
    if (next.kind === 'wait') await delay(next.ms);
    if (next.kind !== 'edit') return next.kind !== 'none';
    const redrawn = await redraw(next.taken);
    if (redrawn.kind === 'wait') await delay(redrawn.ms);
    if (redrawn.kind === 'sending') await redrawn.sent;
    return true;
  }

  function worker<Data>(name: string, process: Process<Data>) {
    const bullWorker = new Worker<Data>(name, null, {
      connection,
      prefix: KEY_PREFIX,
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
      /** @returns false where there was nothing to do */
      async next(): Promise<boolean> {
        // By another connection: a person who waits is no step of the process.
        await bench.wakeJobs(name);
        const job = await bullWorker.getNextJob(TOKEN, { block: false });
        if (!job) return false;
        try {
          await process(job, TOKEN);
          await job.moveToCompleted(undefined, TOKEN, false);
        } catch (error) {
          if (!(error instanceof Error)) throw error;
          if (!(error instanceof DelayedError)) await job.moveToFailed(error, TOKEN, false);
        }
        return true;
      },
      abandon() {
        void bullWorker.close(true).catch(() => undefined);
      },
    };
  }
}

/** `https://slack.com/api/chat.postMessage` -> `chat.postMessage` */
function methodOf(input: string | URL | Request): string {
  return new URL(input instanceof Request ? input.url : input).pathname.split('/').at(-1) ?? '';
}
