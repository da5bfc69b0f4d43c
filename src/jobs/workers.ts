import { type Queue, Worker, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { KEY_PREFIX } from '../store/keys.ts';
import { createDeliver, type DeliverDependencies } from './deliver.ts';
import { createEdit, type EditDependencies } from './edit.ts';
import { createPoll, type PollDependencies } from './poll.ts';
import { createPost, type PostDependencies } from './post.ts';
import { type EditData, type PollData, type PostData, QUEUE_NAMES } from './queues.ts';
import { createSweep, SWEEP_EVERY_MS, type SweepDependencies } from './sweep.ts';

export interface WorkerDependencies
  extends PollDependencies,
    EditDependencies,
    SweepDependencies,
    DeliverDependencies,
    Omit<PostDependencies, 'deliver'> {
  readonly connection: Redis;
  readonly onRedisError: (error: Error) => void;
  readonly editsPerMinute: number;
}

export interface RunningWorkers {
  /** Takes no new jobs, and waits for those under way; with Redis away nobody could hand them in. */
  close(): Promise<void>;
}

const POLL_CONCURRENCY = 100;
const POST_CONCURRENCY = 20;
const EDIT_CONCURRENCY = 4;
const SWEEP = 'sweep';
/** Of an alert, and of anything else that Slack does not take. */
const LONGEST_PAUSE_MS = { alert: 15_000, other: 60_000 } as const;

/** Takes jobs from all three queues, and sweeps at start and every minute. */
export function startWorkers(dependencies: WorkerDependencies): RunningWorkers {
  const { connection, onRedisError, editsPerMinute, queues, log } = dependencies;
  const poll = createPoll(dependencies);
  const sweep = createSweep(dependencies);
  const post = createPost({ ...dependencies, deliver: createDeliver(dependencies) });
  const options = workerOptions(connection);
  const slackOptions: WorkerOptions = {
    ...options,
    settings: {
      backoffStrategy: (attempts, _type, _error, job) =>
        growingPause(attempts, `${job?.data?.destination}`.startsWith('alert/')),
    },
  };

  const polls = new Worker<PollData>(
    QUEUE_NAMES.watches,
    async (job, token, signal) =>
      job.name === SWEEP ? await sweep() : await poll(job, token, signal),
    { ...options, concurrency: POLL_CONCURRENCY },
  );
  const workers = [
    polls,
    new Worker<PostData>(QUEUE_NAMES.posts, post, {
      ...slackOptions,
      concurrency: POST_CONCURRENCY,
    }),
    new Worker<EditData>(QUEUE_NAMES.edits, createEdit(dependencies), {
      ...slackOptions,
      concurrency: EDIT_CONCURRENCY,
      // Evenly: with {max: 50, duration: 60000} fifty go at once, and then none for a minute.
      limiter: { max: 1, duration: Math.round(60_000 / editsPerMinute) },
    }),
  ];
  for (const worker of workers) {
    worker.on('error', (error) => {
      if (isConnectionError(error)) onRedisError(error);
      else log.warn({ event: 'worker.error', queue: worker.name, err: error });
    });
    worker.on('failed', (job, error) => {
      log.warn({ event: 'job.failed', queue: worker.name, job: job?.id, detail: error.message });
    });
  }
  void startSweeping(queues.watches, log);
  return {
    async close() {
      const force = connection.status !== 'ready';
      // A read that hangs is another worker's in a few seconds; a post is waited for.
      polls.cancelAllJobs('stopping');
      await Promise.all(workers.map((worker) => worker.close(force)));
    },
  };
}

/** Kill to resumed takes 12-16 s with these, 50-70 s with BullMQ's defaults. */
function workerOptions(connection: Redis): WorkerOptions {
  return {
    connection,
    prefix: KEY_PREFIX,
    lockDuration: 15_000,
    stalledInterval: 5000,
    // It counts over a job's whole life: at the default of 1 the second crash would end a watch.
    maxStalledCount: 1e9,
    // Only for what a poll itself throws. Attempts are never counted down in a job's long life, so
    // a pause that grew with them would grow for good.
    settings: { backoffStrategy: () => 2000 + Math.random() * 1000 },
  };
}

/** BullMQ reports a lost lock and the like by the same event as a lost Redis. */
function isConnectionError(error: Error): boolean {
  return 'code' in error || /connection|connect/i.test(error.message);
}

/** 1 s, 2 s, 4 s …, each a quarter more or less. */
function growingPause(attempts: number, isAlert: boolean): number {
  const longest = isAlert ? LONGEST_PAUSE_MS.alert : LONGEST_PAUSE_MS.other;
  return Math.min(longest, 1000 * 2 ** Math.min(attempts - 1, 10)) * (0.75 + Math.random() / 2);
}

async function startSweeping(watches: Queue<PollData>, log: Logger) {
  try {
    await watches.upsertJobScheduler(SWEEP, { every: SWEEP_EVERY_MS }, { name: SWEEP });
    await watches.add(SWEEP, { watchId: '' }, { deduplication: { id: SWEEP } });
  } catch (error) {
    log.error({ event: 'sweep.not_scheduled', err: error }, 'is Redis reachable?');
  }
}
