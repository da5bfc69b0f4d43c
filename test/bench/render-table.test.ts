import { expect, test } from 'vitest';
import { cellText, renderMarkdown, renderText } from './figures/render-table.ts';
import { type Row, values, word } from './figures/row.ts';

const ROW: Row = {
  what: 'lag | p99',
  target: { text: '≤ 80 ms', most: 80 },
  ours: values('ms', 90.123, 71.5, 60),
  bare: values('ms', 50),
  sdk: word('not there'),
  sentence: 'How late.',
};

test('a cell shows the median, the spread and how many runs there were', () => {
  expect(cellText(ROW.ours)).toBe('71.5 ms (60–90.1, 3 runs)');
  expect(cellText(values('', 0))).toBe('0');
  expect(cellText(values('reads/s', 1234.5678))).toBe('1235 reads/s');
  expect(cellText(values('ms'))).toBe('nothing measured');
  expect(cellText(undefined)).toBe('');
});

test('the table says whether the median meets the target, and how it compares to the bare limit', () => {
  const lines = renderText([ROW, { ...ROW, ours: values('ms', 81) }]).split('\n');
  expect(lines[1]).toMatch(/≤ 80 ms +71\.5 ms \(.*\) +yes +50 ms +1\.43 +not there$/);
  expect(lines[2]).toMatch(/81 ms +no +50 ms +1\.62/);
});

test('a target with a lower limit, and one of which nothing was measured', () => {
  const share: Row = { ...ROW, target: { text: '≥ 45 %', least: 45 }, ours: values('%', 44.9) };
  expect(renderText([share])).toContain(' no ');
  expect(renderText([{ ...share, ours: word('skipped') }])).not.toMatch(/ (?:yes|no) /);
});

test('Markdown keeps every cell in its column', () => {
  const lines = renderMarkdown([ROW]).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[2]).toContain('lag \\| p99');
  const columns = lines.map((line) => line.replaceAll('\\|', '').split('|').length);
  expect(new Set(columns).size).toBe(1);
});
