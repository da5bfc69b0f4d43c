import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/slack/commands/parse-command.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function wishOf(text: string) {
  const command = parseCommand(text);
  return command.kind === 'history' ? command.wish : command;
}

describe('/mysqlop history', () => {
  it.each([
    ['history', { page: 1 }],
    ['History  FAILED', { onlyFailed: true, page: 1 }],
    ['history orders-prod', { name: 'orders-prod', page: 1 }],
    ['history nightly export of 2 shops', { name: 'nightly export of 2 shops', page: 1 }],
    ['history a &amp; b', { name: 'a & b', page: 1 }],
    ['history 30d', { withinMs: 30 * DAY, page: 1 }],
    ['history failed 12h', { onlyFailed: true, withinMs: 12 * HOUR, page: 1 }],
    ['history orders-prod 8w page 3', { name: 'orders-prod', withinMs: 56 * DAY, page: 3 }],
    ['history orders-prod 2 days', { name: 'orders-prod', withinMs: 2 * DAY, page: 1 }],
    ['history page 2', { page: 2 }],
  ])('%s', (text, wish) => {
    expect(wishOf(text)).toEqual(wish);
  });

  it.each([
    ['history 30', /`30d`/],
    ['history 0d', /`30d`/],
    ['history page 0', /pages from 1 on/],
    [`history ${'x'.repeat(300)}`, /no name/],
  ])('says what is wrong with %s', (text, problem) => {
    expect(parseCommand(text)).toMatchObject({
      kind: 'incomplete',
      problem: expect.stringMatching(problem),
      usage: expect.stringContaining('history ['),
    });
  });
});
