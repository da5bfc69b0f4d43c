import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rowsUnder } from './documents.ts';
import { projectFile } from './project-files.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'monitoring');
const METRICS = rowsUnder(projectFile('docs/operations.md'), 'metric').map(([name]) => name);
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
if (!hasPromtool) console.warn('The alerting rules are not tested: there is no promtool.');

/** Those of ours that a file names. */
function metricsIn(file: string): readonly (string | undefined)[] {
  const named = projectFile(file).matchAll(/\bmysqlop_[a-z_]+\b/g);
  return [...named].map(([name]) => name.replace(/_bucket$/, ''));
}

function promtool(...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync('promtool', args, { cwd: FOLDER, encoding: 'utf8' });
  return `${stdout}${stderr}`;
}

describe.each(['alerts.yml', 'alerts.test.yml', 'dashboard.json'])('docs/monitoring/%s', (file) => {
  test('names metrics that there are', () => {
    const named = metricsIn(`docs/monitoring/${file}`);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !METRICS.includes(name))).toEqual([]);
  });
});

test('every metric is on the dashboard', () => {
  const shown = metricsIn('docs/monitoring/dashboard.json');
  expect(METRICS.filter((name) => !shown.includes(name))).toEqual([]);
});

test('every rule is tested', () => {
  const names = /\balert(?:name)?: (\w+)/g;
  const ruled = [...projectFile('docs/monitoring/alerts.yml').matchAll(names)].map(
    ([, name]) => name,
  );
  const { tests } = parse(projectFile('docs/monitoring/alerts.test.yml'));
  const tested = JSON.stringify(tests.slice(1));
  expect(ruled.filter((name) => !tested.includes(`"${name}"`))).toEqual([]);
});

describe.runIf(hasPromtool)('the alerting rules', () => {
  test('are understood by Prometheus', () => {
    expect(promtool('check', 'rules', 'alerts.yml')).toMatch(/SUCCESS: \d+ rules found/);
  });

  test('fire when they should, and only then', () => {
    expect(promtool('test', 'rules', 'alerts.test.yml')).toMatch(/SUCCESS/);
  });
});
