import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface ChaosArguments {
  readonly seed: number;
  readonly minutes: number;
  /** How many seeds in a row, from that one on. */
  readonly seeds: number;
  /** A folder to keep what the processes print. */
  readonly logs: string | undefined;
}

const LARGEST_SEED = 1_000_000;

/**
 * `--seed 7 --minutes 5 --seeds 20 --logs /tmp/chaos`, each of them optional.
 *
 * @throws where something else is given, or no positive number
 */
export function readChaosArguments(args: readonly string[]): ChaosArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1' },
      logs: { type: 'string' },
    },
  });
  return {
    seed: values.seed === undefined ? randomInt(1, LARGEST_SEED) : positive('seed', values.seed),
    minutes: positive('minutes', values.minutes),
    seeds: positive('seeds', values.seeds),
    logs: values.logs,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`--${name} must be a number above 0`);
}
