import { Worker, type WorkerOptions } from 'bullmq';
import { bullmqClient } from '../queues/bullmq-client.ts';
import { isUrgent, type PollData, type PostData, QUEUE_NAMES } from '../queues/queues.ts';
import { RECOVERY, type Recovery } from '../queues/recovery.ts';
import { createPoll, type PollDependencies, type ReadReport } from '../reading/poll.ts';
import type { OpenConnection } from '../redis/access/redis-access.ts';
import { faultOf } from '../redis/access/redis-fault.ts';
import { startEditStream } from '../telling/editing/edit-stream.ts';
import type { RedrawDependencies } from '../telling/editing/redraw.ts';
import { createRemindDue, type RemindDueDependencies } from '../telling/paging/remind-due.ts';
import { createTellCare, type TellCareDependencies } from '../telling/paging/tell-care.ts';
import { createDeliver, type DeliverDependencies } from '../telling/posting/deliver.ts';
import { createPost, type PostDependencies } from '../telling/posting/post.ts';
import type { PagerReport, ReminderReport, ToldReport } from '../telling/told-report.ts';
import { startRepeating } from './repeating.ts';
import { createSweep, type SweepDependencies } from './sweep.ts';
import { createWorkerErrorLog } from './worker-error-log.ts';

export interface WorkerDependencies
  extends PollDependencies,
    RedrawDependencies,
    SweepDependencies,
    RemindDueDependencies,
    TellCareDependencies,
    DeliverDependencies,
    Omit<PostDependencies, 'deliver'> {
  readonly report: ReadReport & ToldReport & PagerReport & ReminderReport;
  readonly recovery?: Recovery;
  readonly connection: OpenConnection;
  /** Notes an error where it is one of Redis; false where it is not. */
  readonly reportRedis: (error: unknown) => boolean;
}

export interface RunningWorkers {
  /** Redis is in order again: what failed meanwhile may lack its job. */
  catchUp(): void;
  /** Takes no new jobs, and waits for those under way; with Redis away nobody could hand them in. */
  close(): Promise<void>;
}

const POLL_CONCURRENCY = 200;
const POST_CONCURRENCY = 20;
/** Two commands each time, where nothing is due. */
const REMIND_EVERY_MS = 1000;

/** The longest pause before something is tried again that Slack does not take. */
const LONGEST_PAUSE_MS = { urgent: 15_000, post: 5 * 60_000 } as const;

/** Takes jobs from both queues, edits what is marked, calls on-call again, and sweeps at start and every minute. */
export function startWorkers(dependencies: WorkerDependencies): RunningWorkers {
  const { connection, reportRedis, chance, log } = dependencies;
  const { recovery = RECOVERY } = dependencies;
  const deliver = createDeliver({ ...dependencies, leaseMs: recovery.leaseMs });
  const post = createPost({ ...dependencies, deliver });
  const closing = new AbortController();
  const options = workerOptions(connection, recovery, closing.signal);

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
          const urgent = job !== undefined && isUrgent(job.data.destination);
          return growingPause(attempts, LONGEST_PAUSE_MS[urgent ? 'urgent' : 'post'], chance());
        },
      },
    }),
  ];
  for (const worker of workers) {
    const logError = createWorkerErrorLog(worker.name, { now: dependencies.now, log });
    worker.on('error', (error) => {
      // Those of its connections are reported by who observes them.
      if (!reportRedis(error) && !faultOf(error)) logError(error);
    });
    worker.on('failed', (job, error) => {
      if (reportRedis(error)) return;
      log.warn({ event: 'job.failed', queue: worker.name, job: job?.id, detail: error.message });
    });
  }
  const editing = startEditStream(dependencies);
  const sweeping = startRepeating(createSweep(dependencies), {
    everyMs: recovery.sweepEveryMs,
    onFailure: (error) => {
      if (!reportRedis(error)) log.warn({ event: 'sweep.failed', err: error });
    },
  });
  const reminding = startRepeating(createRemindDue(dependencies), {
    everyMs: REMIND_EVERY_MS,
    onFailure: (error) => {
      if (!reportRedis(error)) log.warn({ event: 'reminders.failed', err: error });
    },
  });
  const tellingCare = startRepeating(createTellCare(dependencies), {
    everyMs: REMIND_EVERY_MS,
    onFailure: (error) => {
      if (!reportRedis(error)) log.warn({ event: 'pagers.failed', err: error });
    },
  });
  return {
    catchUp() {
      const { queues } = dependencies;
      sweeping.now();
      reminding.now();
      tellingCare.now();
      Promise.all([queues.wakePolls(), queues.promotePosts()]).catch(reportRedis);
    },
    async close() {
      // BullMQ waits for good for a blocking connection that is just being made again.
      const force = !connection.isReady();
      // A read that hangs is another worker's in a few seconds; a post is waited for.
      polls.cancelAllJobs('closing');
      closing.abort();
      const othersClosed = Promise.all([
        sweeping.close(),
        reminding.close(),
        tellingCare.close(),
        editing.close(),
      ]);
      await Promise.all(workers.map((worker) => worker.close(force)));
      if (!force) await othersClosed;
    },
  };
}

function workerOptions(
  connection: OpenConnection,
  { lockMs, stalledEveryMs }: Recovery,
  signal: AbortSignal,
): WorkerOptions {
  return {
    connection: bullmqClient(connection, { forMs: lockMs, signal }),
    prefix: connection.keys.prefix,
    // After a broken connection: it may be in order again soon.
    runRetryDelay: 2000,
    // Here and not with each job, which would carry it for as long as its watch lives.
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    lockDuration: lockMs,
    stalledInterval: stalledEveryMs,
    // It counts over a job's whole life: at the default of 1 the second crash would end a watch.
    maxStalledCount: 1e9,
  };
}

/** 1 s, 2 s, 4 s …, each a quarter more or less, up to the longest. */
function growingPause(attempts: number, longestMs: number, chance: number): number {
  const pauseMs = 1000 * 2 ** Math.min(attempts - 1, 20) * (0.75 + chance / 2);
  return Math.min(longestMs, pauseMs);
}
