import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { TestWorld } from '../../e2e/start-test-world.ts';

const TICKS_A_SECOND = 100;

/** How much of one core a process uses over some time. */
export async function coreShare(pid: number | undefined, overMs: number): Promise<number> {
  const before = cpuSeconds(pid);
  const startedAt = performance.now();
  await delay(overMs);
  return ((cpuSeconds(pid) - before) * 1000) / (performance.now() - startedAt);
}

/** User and system time, of the process itself. */
function cpuSeconds(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

const LINE = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ time: v.string(), event: v.optional(v.string()) }),
);
const LINES_WITHIN_MS = 10_000;
/** Work that is done, which has its line whether something fails beside it or not. */
const WORK = new Set<string | undefined>(['slack.posted', 'watch.advanced']);

/** The most lines that the bot has printed in any 10 s since a moment, but those of work that is done. */
export function mostLinesWithin(world: TestWorld, since: number): number {
  const times = world
    .printed()
    .split('\n')
    .filter((line) => line !== '')
    // Throws where something was printed past the log.
    .map((line) => v.parse(LINE, line))
    .filter(({ event }) => !WORK.has(event))
    .map(({ time }) => Date.parse(time))
    .filter((time) => time >= since);
  const linesFrom = (from: number) =>
    times.filter((time) => time >= from && time < from + LINES_WITHIN_MS).length;
  return Math.max(0, ...times.map(linesFrom));
}

export async function isAlive({ opsPort }: TestWorld): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${opsPort}/livez`)).ok;
}

interface Readiness {
  readonly status: number;
  /** What is said of Redis. */
  readonly redis: string;
}

const Answer = v.object({ checks: v.looseObject({ redis: v.string() }) });
const ASK_EVERY_MS = 200;

/** Asks `/readyz` all the time, and keeps what it says. */
export function watchReadiness({ opsPort }: TestWorld) {
  const said: (Readiness & { readonly at: number })[] = [];
  let isClosed = false;
  void run();

  async function run(): Promise<void> {
    while (!isClosed) {
      const now = await ask().catch(() => undefined);
      const last = said.at(-1);
      if (now && (now.status !== last?.status || now.redis !== last.redis)) {
        said.push({ ...now, at: Date.now() });
      }
      await delay(ASK_EVERY_MS);
    }
  }

  async function ask(): Promise<Readiness> {
    const answer = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
    const { checks } = v.parse(Answer, await answer.json());
    return { status: answer.status, redis: checks.redis };
  }

  return {
    /** When it answered first. */
    firstAt: (): number => said[0]?.at ?? Number.NaN,

    latest: (): Readiness | undefined => said.at(-1),

    /** @returns since when it begins with these words */
    async untilSaid(words: string, withinMs: number): Promise<number> {
      const deadline = Date.now() + withinMs;
      for (;;) {
        const last = said.at(-1);
        if (last?.redis.startsWith(words)) return last.at;
        if (Date.now() > deadline) throw new Error(`/readyz says ${last?.redis}, and not ${words}`);
        await delay(ASK_EVERY_MS / 4);
      }
    },

    /** Each that was said first at a moment between those. */
    saidBetween(from: number, to: number): readonly string[] {
      return [
        ...new Set(said.filter(({ at }) => at >= from && at <= to).map(({ redis }) => redis)),
      ];
    },

    close(): void {
      isClosed = true;
    },
  };
}
