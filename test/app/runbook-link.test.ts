import { describe, expect, it } from 'vitest';
import { runbookLink } from '../../src/app/runbook-link.ts';

const WIKI = 'https://wiki.example.com/runbooks/{code}';

describe('the link to one’s own page about a code', () => {
  it('has the code wherever RUNBOOK_URL wants it', () => {
    expect(runbookLink(WIKI, 'ServerBusy')).toBe('https://wiki.example.com/runbooks/ServerBusy');
    expect(runbookLink('https://w.example/?q={code}#{code}', 'A')).toBe('https://w.example/?q=A#A');
  });

  it('keeps a code from being more than a part of it', () => {
    const link = runbookLink(WIKI, "../?a=b&c#d|e>$&$'/{code}");

    expect(link).toBe(
      "https://wiki.example.com/runbooks/..%2F%3Fa%3Db%26c%23d%7Ce%3E%24%26%24'%2F%7Bcode%7D",
    );
  });

  it('bears half a character', () => {
    expect(runbookLink(WIKI, 'a\uD83D')).toBe('https://wiki.example.com/runbooks/a%EF%BF%BD');
  });

  it('is none without RUNBOOK_URL, or where Slack would refuse it for its length', () => {
    expect(runbookLink(undefined, 'ServerBusy')).toBeUndefined();
    expect(runbookLink(WIKI, 'ä'.repeat(600))).toBeUndefined();
  });
});
