import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect } from 'vitest';
import { createDeliver } from '../../src/jobs/deliver.ts';
import { keys } from '../../src/store/keys.ts';
import { advance } from '../../src/watch/advance.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { type BenchOptions, DBA, startBench } from './bench.ts';

/** A watch of which readings have been stored, and one who carries what it owes to Slack, item by item. */
export type Courier = Awaited<ReturnType<typeof startCourier>>;

export interface CourierOptions extends Omit<BenchOptions, 'story' | 'log'> {
  readonly readings: readonly Reading[];
}

export async function startCourier({ readings, ...options }: CourierOptions) {
  const entries: Record<string, unknown>[] = [];
  const output = new Writable({
    write(line, _encoding, done) {
      entries.push(JSON.parse(String(line)));
      done();
    },
  });
  const log = pino({ level: 'debug' }, output);
  const bench = await startBench({
    ...options,
    story: () => {
      throw new Error('Nobody reads');
    },
    log,
  });
  const parts = bench.parts(bench.connect());
  for (const reading of readings) {
    await bench.watches.update(bench.id, (record) =>
      advance(record, reading, Date.now(), parts.policy),
    );
  }
  const deliver = createDeliver(parts);

  /** @returns why the first item has to wait; undefined where it is done with */
  async function next(destination: string) {
    const owed = await bench.outboxes.head(destination);
    if (!owed) throw new Error(`${destination} owes nothing`);
    return await deliver(owed);
  }

  return {
    ...bench,
    parts,
    log: entries,
    next,
    card: `card/${bench.id}/${DBA}-1`,
    alert: `alert/${bench.id}`,
    asker: `asker/${bench.id}/${DBA}-1`,
    /** Carries all of it. */
    async drain(destination: string): Promise<void> {
      while (await bench.outboxes.head(destination)) {
        const failure = await next(destination);
        if (failure) throw new Error(JSON.stringify(failure));
      }
    },
    /** Waits until no message of ours is to be edited. */
    async untilAllEdited(): Promise<void> {
      const left = async () =>
        (await bench.redis.zcard(keys.edits)) + (await bench.redis.zcard(keys.editsTaken));
      await expect.poll(left, { timeout: 10_000, interval: 10 }).toBe(0);
    },
    /** The methods that were called since the last time that this was asked. */
    calls: callsOf(bench.slack),
  };
}

function callsOf(slack: { readonly calls: readonly { readonly method: string }[] }) {
  let seen = 0;
  return () => {
    const methods = slack.calls.slice(seen).map(({ method }) => method);
    seen = slack.calls.length;
    return methods;
  };
}
