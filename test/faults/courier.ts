import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect } from 'vitest';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { createRedraw } from '../../src/telling/editing/redraw.ts';
import { createDeliver } from '../../src/telling/posting/deliver.ts';
import { type Destination, destinations } from '../../src/watch/names.ts';
import type { Reading } from '../../src/watch/reading.ts';
import type { Card } from '../../src/watch/watch-card.ts';
import { cardNamed } from '../names.ts';
import { keys } from '../redis/with-redis.ts';
import { afterReading } from '../watch/live.ts';
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
  let waitedMs = 0;
  const parts = { ...bench.parts(bench.connect()), now: () => Date.now() + waitedMs };
  for (const reading of readings) {
    await bench.watches.update(
      bench.id,
      (record) => afterReading(record, reading, Date.now(), parts.policy),
      { deadline: NO_DEADLINE },
    );
  }
  const deliver = createDeliver(parts);

  /** @returns why the first item has to wait; undefined where it is done with */
  async function next(destination: Destination) {
    const owed = await bench.outboxes.head(destination);
    if (!owed) throw new Error(`${destination} owes nothing`);
    return await deliver(owed);
  }

  return {
    ...bench,
    parts,
    log: entries,
    next,
    /** So much time passes for whoever carries; not for Redis. */
    wait(ms: number): void {
      waitedMs += ms;
    },
    card: destinations.card(bench.id, cardNamed(`${DBA}-1`)),
    alert: destinations.alert(bench.id),
    asker: destinations.asker(bench.id, cardNamed(`${DBA}-1`)),
    async cardStates(): Promise<readonly Card['state'][]> {
      const stored = await bench.watches.load(bench.id);
      return stored?.record.cards.map(({ state }) => state) ?? [];
    },
    /** Carries all of it. */
    async drain(destination: Destination): Promise<void> {
      while (await bench.outboxes.head(destination)) {
        const failure = await next(destination);
        if (failure) throw new Error(JSON.stringify(failure));
      }
    },
    /** Edits what is marked. */
    async redraw(): Promise<void> {
      const redrawOne = createRedraw(parts);
      for (;;) {
        const next = await parts.edits.next();
        if (next.kind !== 'edit') return;
        const redrawn = await redrawOne(next.edit);
        if (redrawn.kind === 'sending') await redrawn.sent;
      }
    },
    /** Waits until no message of ours is to be edited. */
    async untilAllEdited(): Promise<void> {
      const left = async () =>
        (await bench.redis.zcard(keys.edits)) + (await bench.redis.zcard(keys.editsLeased));
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
