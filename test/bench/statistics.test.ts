import { describe, expect, test } from 'vitest';
import { mean, median, most, percentile, slope } from './figures/statistics.ts';

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

  test('is a value that was measured', () => {
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile([7], 0.99)).toBe(7);
  });

  test('of nothing is no number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

test('a median of an even number of values lies between the middle two', () => {
  expect(median([4, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('a mean and the most of very many values', () => {
  const many = Array.from({ length: 500_000 }, (_, at) => at);
  expect(mean(many)).toBe(249_999.5);
  expect(most(many)).toBe(499_999);
});

test('the slope of a line, and of a single point', () => {
  const line = [0, 1, 2, 3].map((x) => ({ x, y: 5 - 2 * x }));
  expect(slope(line)).toBe(-2);
  expect(slope([{ x: 1, y: 9 }])).toBe(0);
});
