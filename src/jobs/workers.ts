import { Worker, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { KEY_PREFIX } from '../store/keys.ts';
import { createDeliver, type DeliverDependencies } from './deliver.ts';
import { startEditStream } from './edit-stream.ts';
import { createPoll, type PollDependencies } from './poll.ts';
import { createPost, type PostDependencies } from './post.ts';
import { isUrgent, type PollData, type PostData, QUEUE_NAMES } from './queues.ts';
import type { RedrawDependencies } from './redraw.ts';
import { createSweep, type SweepDependencies } from './sweep.ts';
import { startSweeping } from './sweep-timer.ts';
import { TAKE_OVER, type TakeOver } from './take-over.ts';

export interface WorkerDependencies
  extends PollDependencies,
    RedrawDependencies,
    SweepDependencies,
    DeliverDependencies,
    Omit<PostDependencies, 'deliver'> {
  readonly takeOver?: TakeOver;
  readonly connection: Redis;
  readonly onRedisError: (error: Error) => void;
}

export interface RunningWorkers {
  /** Takes no new jobs, and waits for those under way; with Redis away nobody could hand them in. */
  close(): Promise<void>;
}

const POLL_CONCURRENCY = 200;
const POST_CONCURRENCY = 20;

/** The longest pause before something is tried again that Slack does not take. */
const LONGEST_PAUSE_MS = { urgent: 15_000, post: 5 * 60_000 } as const;

/** Takes jobs from both queues, edits what is marked, and sweeps at start and every minute. */
export function startWorkers(dependencies: WorkerDependencies): RunningWorkers {
  const { connection, onRedisError, chance, queues, log } = dependencies;
  const { takeOver = TAKE_OVER } = dependencies;
  const deliver = createDeliver({ ...dependencies, leaseMs: takeOver.leaseMs });
  const post = createPost({ ...dependencies, deliver });
  const options = workerOptions(connection, takeOver);

  const polls = new Worker<PollData>(QUEUE_NAMES.watches, createPoll(dependencies), {
    ...options,
    concurrency: POLL_CONCURRENCY,
    // Only for what a poll itself throws. Attempts are never counted down in a job's long life, so a
    // pause that grew with them would grow for good.
    settings: { backoffStrategy: () => 2000 + chance() * 1000 },
  });
  const workers = [
    polls,
    new Worker<PostData>(QUEUE_NAMES.posts, post, {
      ...options,
      concurrency: POST_CONCURRENCY,
      settings: {
        backoffStrategy: (attempts, _type, _error, job) => {
          const urgent = isUrgent(`${job?.data?.destination}`);
          return growingPause(attempts, LONGEST_PAUSE_MS[urgent ? 'urgent' : 'post'], chance());
        },
      },
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
  // Earlier versions swept by a job of this queue.
  void queues.watches.removeJobScheduler('sweep').catch(onRedisError);
  const editing = startEditStream(dependencies);
  const sweeping = startSweeping(createSweep(dependencies), takeOver.sweepEveryMs, log);
  return {
    async close() {
      const force = connection.status !== 'ready';
      // A read that hangs is another worker's in a few seconds; a post is waited for.
      polls.cancelAllJobs('stopping');
      const othersStopped = Promise.all([sweeping.stop(), editing.stop()]);
      await Promise.all(workers.map((worker) => worker.close(force)));
      if (!force) await othersStopped;
    },
  };
}

function workerOptions(connection: Redis, { lockMs, stalledEveryMs }: TakeOver): WorkerOptions {
  return {
    connection,
    prefix: KEY_PREFIX,
    // Here and not with each job, which would carry it for as long as its watch lives.
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    lockDuration: lockMs,
    stalledInterval: stalledEveryMs,
    // It counts over a job's whole life: at the default of 1 the second crash would end a watch.
    maxStalledCount: 1e9,
  };
}

/** BullMQ reports a lost lock and the like by the same event as a lost Redis. */
function isConnectionError(error: Error): boolean {
  return 'code' in error || /connection|connect/i.test(error.message);
}

/** 1 s, 2 s, 4 s …, each a quarter more or less, up to the longest. */
function growingPause(attempts: number, longestMs: number, chance: number): number {
  const pauseMs = 1000 * 2 ** Math.min(attempts - 1, 20) * (0.75 + chance / 2);
  return Math.min(longestMs, pauseMs);
}
