import type { Redis } from 'ioredis';
import { stepOfSha } from '../../redis/steps/all-steps.ts';

/** What a process was at when it crashed. */
export type Part = 'poll' | 'post' | 'edit' | 'remind';

/** What a process works on at the moment. */
export interface Subject {
  readonly part: Part;
  /** Of what kind it is: an item that is owed, a message, what a reading brought. */
  readonly about: string;
  /** Tells it from others of its kind. */
  readonly id: string;
}

/** A write to Redis, or a call of Azure or Slack. */
export interface Step {
  readonly number: number;
  readonly name: string;
  readonly subject: Subject;
  /** What was done about the same before, in order. */
  readonly earlier: readonly string[];
}

/** `when`: whether the step is still carried out. Its answer never arrives. */
export type Crash = { readonly when: 'before' | 'after' } & (
  | { readonly step: number }
  /** The first, second … step with such a name. */
  | { readonly name: string; readonly time: number }
);

/** These change nothing, so that nobody can tell a crash at them from one at the step before. */
const READS: ReadonlySet<string> = new Set([
  'exists',
  'hget',
  'hgetall',
  'hmget',
  'info',
  'isJobInState',
  'getState',
  'getStateV2',
  'held-for',
  'lindex',
  'llen',
  'lrange',
  // The connection's own, now and then: it says who it is, and is tried.
  'hello',
  'prove-writable',
  'read-clock',
  'multi',
  'bzpopmin',
  'exec',
  'smembers',
  'zrange',
  'zrangebyscore',
  'zscore',
]);

/** Counts the steps of a process, and stops it dead at one of them: nothing that it does later happens. */
export class CrashPoint {
  readonly steps: Step[] = [];
  /** Resolves when the process is dead. */
  readonly reached: Promise<void>;
  subject: Subject = { part: 'poll', about: 'nothing', id: '' };

  readonly #crash: Crash | undefined;
  readonly #die: () => void;
  #counts = false;
  #dead = false;

  constructor(crash?: Crash) {
    this.#crash = crash;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.reached = promise;
    this.#die = () => {
      this.#dead = true;
      resolve();
    };
  }

  /** Steps count from now on. */
  begin(): void {
    this.#counts = true;
  }

  /** Carries a step out, unless the process is dead: then it waits for ever, as the dead do. */
  async take<Given>(name: string, work: () => Given | Promise<Given>): Promise<Given> {
    if (this.#dead) return await never();
    const isStep = this.#counts && !READS.has(name);
    if (isStep) this.steps.push(this.#step(name));
    const isHere = isStep && this.#isCrash();
    if (isHere && this.#crash?.when === 'before') {
      this.#die();
      return await never();
    }
    const given = await work();
    if (isHere) this.#die();
    return this.#dead ? await never() : given;
  }

  #step(name: string): Step {
    const { subject, steps } = this;
    const earlier = steps.filter((step) => step.subject.id === subject.id);
    return {
      number: steps.length + 1,
      name,
      subject,
      earlier: earlier.map((step) => step.name),
    };
  }

  #isCrash(): boolean {
    const crash = this.#crash;
    if (!crash) return false;
    if ('step' in crash) return this.steps.length === crash.step;
    const alike = this.steps.filter(({ name }) => name === crash.name);
    return alike.length === crash.time && alike.at(-1) === this.steps.at(-1);
  }

  /** Makes all commands of a connection steps, each script by its name. */
  watch(redis: Redis): void {
    const send = redis.sendCommand.bind(redis);
    redis.sendCommand = (command, stream) =>
      this.take(nameOf(redis, command), () => send(command, stream));
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Scripts are sent by the digest of their text; BullMQ's names end with its version. */
function nameOf(
  redis: Redis,
  { name, args }: { readonly name: string; readonly args: readonly unknown[] },
): string {
  if (!name.startsWith('eval')) return name;
  const ours = stepOfSha(args[0]);
  if (ours) return ours;
  const script = Object.entries(redis.scriptsSet).find(([, each]) => digestOf(each) === args[0]);
  return script?.[0].replace(/:.*/, '') ?? name;
}

function digestOf(script: unknown): unknown {
  return typeof script === 'object' && script && 'sha' in script ? script.sha : undefined;
}
