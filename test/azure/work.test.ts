import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAzureTime } from '../../src/azure/work.ts';

test.each([
  ['2023-11-29T07:34:02Z', '2023-11-29T07:34:02.000Z'],
  ['2023-11-29T07:37:05.6406008Z', '2023-11-29T07:37:05.640Z'],
  ['2023-11-29T07:34:02.328326+00:00', '2023-11-29T07:34:02.328Z'],
  ['2023-11-29T09:04:02.3283261+01:30', '2023-11-29T07:34:02.328Z'],
])('reads %s', (text, expected) => {
  expect(parseAzureTime(text)).toBe(Date.parse(expected));
});

test.each([
  'yesterday',
  '2023-11-29',
  '2023-11-29T07:34:02',
  '2023-13-29T07:34:02Z',
  '2023-11-29T07:34:02.12345678Z',
  '0001-01-01T00:00:00Z',
])('drops %s', (text) => {
  expect(parseAzureTime(text)).toBeUndefined();
});

test('reads every instant of our time back', () => {
  const dates = fc.date({
    min: new Date('2000-01-01'),
    max: new Date('2100-01-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(dates, (date) => {
      expect(parseAzureTime(date.toISOString())).toBe(date.getTime());
    }),
  );
});
