import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../../src/sandbox/free-port.ts';
import {
  type ProductProcess,
  startProduct,
} from '../../../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../../../src/sandbox/product/until-ready.ts';
import { BOTS, type ProcessName, WORKERS } from '../plan/fleet-acts.ts';
import type { Tally } from './tally.ts';

/** A bot was not, or not surely, there to answer. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

interface Member {
  readonly name: ProcessName;
  readonly settings: Readonly<Record<string, string>>;
  readonly opsPort: number;
  process: ProductProcess;
  /** Set while it is being ended or started by us. */
  isInHand: boolean;
}

/** Of what a process printed before it ended by itself. */
const LAST_WORDS = 2_000;

/** The product's processes: ended, and started again. */
export class Fleet {
  readonly #members: readonly Member[];
  readonly #tally: Tally;
  readonly #onOutput: (name: ProcessName, text: string) => void;
  readonly #killAll = () => {
    for (const member of this.#members) member.process.kill('SIGKILL');
  };
  #isStopping = false;
  readonly botOutages: Outage[] = [];
  /** What a process said that ended without being told to. */
  readonly crashes: string[] = [];

  private constructor(
    members: readonly Omit<Member, 'process' | 'isInHand'>[],
    tally: Tally,
    onOutput: (name: ProcessName, text: string) => void,
  ) {
    this.#tally = tally;
    this.#onOutput = onOutput;
    this.#members = members.map((member) => ({
      ...member,
      process: this.#launch(member),
      isInHand: false,
    }));
    for (const member of this.#members) this.#mind(member);
    // Also when the run breaks off: they are process groups of their own.
    process.once('exit', this.#killAll);
  }

  /** Starts all processes; resolves when each is ready. */
  static async start(
    settings: Readonly<Record<string, string>>,
    tally: Tally,
    onOutput: (name: ProcessName, text: string) => void = () => undefined,
  ): Promise<Fleet> {
    const members = [];
    for (const name of [...WORKERS, ...BOTS]) {
      const opsPort = await freePort();
      const ROLE = name.startsWith('bot') ? 'bot' : 'worker';
      const own = { ...settings, ROLE, OPS_PORT: String(opsPort) };
      members.push({ name, opsPort, settings: own });
    }
    const fleet = new Fleet(members, tally, onOutput);
    try {
      await fleet.untilReady();
    } catch (error) {
      await fleet.stop();
      throw error;
    }
    return fleet;
  }

  /** Ends a process, and starts it again some time after it has ended. */
  async end(name: ProcessName, signal: 'SIGKILL' | 'SIGTERM', downMs: number): Promise<void> {
    const member = this.#members.find((each) => each.name === name);
    if (!member || member.isInHand) return;
    member.isInHand = true;
    const from = Date.now();
    this.#tally.add(`${name.replace(/-\d/, '')}s ended by ${signal}`);
    member.process.kill(signal);
    await member.process.ended;
    if (name.startsWith('bot')) this.botOutages.push({ from, to: Date.now() });
    await delay(downMs);
    this.#restart(member);
  }

  async untilReady(): Promise<void> {
    await Promise.all(this.#members.map(({ process, opsPort }) => untilReady(process, opsPort)));
  }

  /** At once: how they stop was seen during the run. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#killAll();
    await Promise.all(this.#members.map((member) => member.process.ended));
    process.off('exit', this.#killAll);
  }

  #launch({ name, settings }: Pick<Member, 'name' | 'settings'>): ProductProcess {
    return startProduct(settings, 'node', (text) => this.#onOutput(name, text));
  }

  #restart(member: Member): void {
    if (this.#isStopping) return;
    member.process = this.#launch(member);
    member.isInHand = false;
    this.#mind(member);
  }

  /** Brings a process back that ends by itself, as a service manager does, and remembers it. */
  #mind(member: Member): void {
    const { process } = member;
    void process.ended.then((code) => {
      if (this.#isStopping || member.isInHand || member.process !== process) return;
      const lastWords = process.output().slice(-LAST_WORDS);
      this.crashes.push(`${member.name} ended by itself with ${code}:\n${lastWords}`);
      this.#restart(member);
    });
  }
}
