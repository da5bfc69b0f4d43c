import type { AlertChart } from '../figures/chart.ts';
import type { Row } from '../figures/row.ts';

/** How long a part takes its time. */
export interface Plan {
  readonly isQuick: boolean;
  /** Of long measurements; a quick run has times of its own. */
  readonly minutes: number;
  readonly runs: number;
  /** Has Node write a CPU profile of the worker into this folder. */
  readonly profileTo: string | undefined;
  /** Tells the person who waits. */
  say(line: string): void;
}

interface PartResult {
  readonly rows: readonly Row[];
  readonly chart?: AlertChart;
}

export type Part = (plan: Plan) => Promise<PartResult>;

export function profileOptions({ profileTo }: Plan): string | undefined {
  return profileTo && `--cpu-prof --cpu-prof-dir=${profileTo}`;
}
