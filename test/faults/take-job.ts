import { DelayedError, type Job, Worker } from 'bullmq';
import { bullmqClient } from '../../src/queues/bullmq-client.ts';
import type { Bench } from './bench.ts';

const TOKEN = 'taken-by-hand';

/** Takes the next job of a queue by hand, to be run when a test wants it to. */
export async function takeJob<Data>(
  { connect }: Pick<Bench, 'connect'>,
  queue: string,
  process: (job: Job<Data>, token: string | undefined) => Promise<unknown>,
) {
  const connection = connect();
  const worker = new Worker<Data>(queue, null, {
    connection: bullmqClient(connection),
    prefix: connection.keys.prefix,
    autorun: false,
  });
  const job = await worker.getNextJob(TOKEN, { block: false });
  if (!job) throw new Error(`There is no job in ${queue}`);
  return {
    /** Rejects where the job is no longer this worker's. */
    async run(): Promise<void> {
      try {
        await process(job, TOKEN);
        await job.moveToCompleted(undefined, TOKEN, false);
      } catch (error) {
        if (!(error instanceof DelayedError)) throw error;
      }
    },
    async abandon(): Promise<void> {
      await worker.close(true);
      connection.close();
    },
  };
}
