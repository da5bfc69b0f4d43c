import { expect, test } from 'vitest';
import { type BenchRecord, merged } from './figures/record.ts';
import { renderDocument } from './figures/render-document.ts';
import { values } from './figures/row.ts';

function recordOf(
  part: BenchRecord[number]['part'],
  date: string,
  isQuick = false,
): BenchRecord[number] {
  const rows = [{ what: `${part} row`, ours: values('ms', 1), sentence: 'It is measured.' }];
  return { part, date, isQuick, machine: '2 cores', othersCores: 0.1, rows };
}

test('a part that was measured anew takes the place of the old, in the order of the parts', () => {
  const before = [recordOf('digests', '2026-01-01'), recordOf('edits', '2026-01-01')];
  const anew = [recordOf('edits', '2026-02-02'), recordOf('scale', '2026-02-02')];
  expect(merged(before, anew).map(({ part, date }) => `${part} ${date}`)).toEqual([
    'scale 2026-02-02',
    'digests 2026-01-01',
    'edits 2026-02-02',
  ]);
});

test('the document tells of each row where, when and what it says', () => {
  const document = renderDocument([recordOf('digests', '2026-01-01', true)], 'images/x.svg');
  expect(document).toContain('2026-01-01, 2 cores; other programs used 0.1 cores. A quick run');
  expect(document).toContain('- **digests row**: It is measured.');
  expect(document).not.toContain('images/x.svg');
});
