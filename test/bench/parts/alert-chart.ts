import type { AlertChart } from '../figures/chart.ts';
import { most } from '../figures/statistics.ts';
import { CONTENDERS } from '../world/contender.ts';
import { burstOf } from './digests.ts';
import type { Part } from './plan.ts';

const FULL = {
  failing: [1, 10, 50, 100, 200, 400],
  live: 400,
  intervalMs: 15_000,
  withinMs: 600_000,
};
const QUICK = { failing: [1, 10, 40], live: 40, intervalMs: 5000, withinMs: 40_000 };

/** How long the last of ever more failures waits to be told. */
export const alertChart: Part = async (plan) => {
  const { failing: sizes, ...common } = plan.isQuick ? QUICK : FULL;
  const points: AlertChart['points'] = [];
  for (const failing of sizes) {
    const delays = await Promise.all(
      CONTENDERS.map(async (name) => {
        const { delaysMs } = await burstOf(name, { ...common, failing }, plan);
        const last = most(delaysMs);
        return [name, Number.isFinite(last) ? last / 1000 : undefined] as const;
      }),
    );
    const seconds = new Map(delays);
    points.push({
      failing,
      ours: seconds.get('ours'),
      sdk: seconds.get('sdk'),
      lro: seconds.get('lro'),
    });
  }
  return { rows: [], chart: { points, ...common } };
};
