import { setTimeout as delay } from 'node:timers/promises';

/** What somebody who floods does; each resolves when it is answered, however that went. */
export interface Flood {
  askStatus(): Promise<unknown>;
  refresh(): Promise<unknown>;
  watch(): Promise<unknown>;
  stop(): Promise<unknown>;
  /** Whether it goes on. */
  isOn(): boolean;
}

/** As often as a script would: each without waiting for what came before. */
const EVERY_MS = 100;

/** Floods until it is over; resolves when all has been answered. */
export async function flood({ askStatus, refresh, watch, stop, isOn }: Flood): Promise<void> {
  await Promise.all([
    many(askStatus, isOn),
    many(refresh, isOn),
    (async () => {
      // Where no bot is connected, Slack answers at once.
      while (isOn()) await Promise.all([watch().then(stop), delay(EVERY_MS)]);
    })(),
  ]);
}

async function many(act: () => Promise<unknown>, isOn: () => boolean): Promise<void> {
  const acts: Promise<unknown>[] = [];
  while (isOn()) {
    acts.push(act());
    await delay(EVERY_MS);
  }
  await Promise.all(acts);
}
