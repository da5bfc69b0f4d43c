import { expect, test } from 'vitest';
import { renderChart, spread } from './figures/chart.ts';

const CHART = {
  points: [
    { failing: 1, ours: 3, sdk: 12, lro: 11 },
    { failing: 400, ours: 18 },
  ],
  live: 400,
  intervalMs: 15_000,
  withinMs: 600_000,
};

test('a point stands for each number of failures, a hollow one where not all were told', () => {
  const svg = renderChart(CHART);
  expect(svg.match(/<circle/g)).toHaveLength(6);
  expect(svg.match(/<circle[^>]*fill="#ffffff"/g)).toHaveLength(2);
  expect(svg).toContain('400 operations run, each read every 15 s');
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test('longer is higher', () => {
  const [first, second] = [...renderChart(CHART).matchAll(/<circle cx="[\d.]+" cy="([\d.]+)"/g)];
  expect(Number(first?.[1])).toBeGreaterThan(Number(second?.[1]));
});

test('labels that would cover each other move apart and keep their order', () => {
  expect(spread([100, 90, 95, 300], 16)).toEqual([122, 90, 106, 300]);
});
