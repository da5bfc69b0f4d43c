import { describe, expect, test } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { rowsUnder } from './documents.ts';
import { projectFile, sourceFiles } from './project-files.ts';

const document = projectFile('docs/operations.md');
const EVENTS = rowsUnder(document, 'event').map(([event = '']) => event);
const METRICS = rowsUnder(document, 'metric').map(([metric = '']) => metric);

const SOURCE = sourceFiles('src')
  .filter((file) => !file.startsWith('src/sandbox/'))
  .map(projectFile)
  .join('\n');

/** Events whose name has a gap in the source, and what it is filled with. */
const FILLED: Readonly<Record<string, readonly string[]>> = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: as they stand in the source
  'slack.${kind}': ['slack.posted', 'slack.adopted'],
  'watch.${begun.kind}': ['watch.begun', 'watch.joined'],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as they stand in the source
};

/** What stands behind `event:` where something is logged. */
const LOGGED = [...SOURCE.matchAll(/\bevent:\s*(?:'([^']+)'|`([^`]+)`|(\S+))/g)].flatMap(
  ([, name, withGap = '', other]) =>
    name ?? FILLED[withGap] ?? `a name that this test can't tell: ${withGap || other}`,
);

describe('docs/operations.md', () => {
  test('names every event that is logged, and no other, each once', () => {
    expect(EVENTS).toContain('app.started');
    expect([...EVENTS].sort()).toEqual([...new Set(LOGGED)].sort());
  });

  test('names every metric that there is, and no other', () => {
    const metrics = projectFile('src/app/metrics.ts').matchAll(/\bname: '(\w+)'/g);
    expect(METRICS).toContain('mysqlop_reads_total');
    expect([...metrics].map(([, name]) => name).sort()).toEqual([...METRICS].sort());
  });

  test('names no event, metric or setting in passing that does not exist', () => {
    const coded = [...document.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
    const names = coded.flatMap((code) => /^[a-z]+(?:\.[a-z_]+)$/.exec(code) ?? []);
    const metrics = [...document.matchAll(/\bmysqlop_[a-z_]+\b(?!-)/g)].map(([name]) =>
      name.replace(/_bucket$/, ''),
    );
    const set = coded.flatMap((code) => /^([A-Z]+(?:_[A-Z]+)+)(?:=|$)/.exec(code)?.[1] ?? []);

    const kinds = new Set(EVENTS.map((event) => event.split('.')[0]));
    const events = names.filter((name) => kinds.has(name.split('.')[0]));
    expect(events.filter((event) => !EVENTS.includes(event))).toEqual([]);
    expect(metrics.filter((metric) => !METRICS.includes(metric))).toEqual([]);
    expect(set).toContain('ALERT_ON');
    const others = set.filter((name) => !(name in settings) && name !== 'NODE_EXTRA_CA_CERTS');
    expect(others).toEqual([]);
  });
});
