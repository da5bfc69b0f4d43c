import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const TICKS_PER_SECOND = 100;

/** How many cores all programs of the machine use, over some seconds. */
export async function busyCores(forMs = 3000): Promise<number> {
  const before = busyTicks();
  const startedAt = performance.now();
  await delay(forMs);
  const seconds = (performance.now() - startedAt) / 1000;
  return (busyTicks() - before) / TICKS_PER_SECOND / seconds;
}

/** Of all cores together, but for the time that they idled or waited for a disk: proc(5)'s `stat`. */
function busyTicks(): number {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, stolen = 0] = first
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return user + nice + system + irq + softIrq + stolen;
}
