import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from '../../src/app/logger.ts';

function record(options: Partial<LoggerOptions> = {}) {
  let written = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  const log = createLogger({ level: 'info', format: 'json', ...options }, output);
  const entries = (): readonly Record<string, unknown>[] =>
    written.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
  return { log, entries, written: () => written };
}

const MARK = 'c2VjcmV0LW9mLW91cnM';
const SECRETS = [
  `xoxp-${MARK}`,
  `xapp-1-A0123-${MARK}`,
  `https://hooks.slack.com/commands/T0123/456/${MARK}`,
  `https://hooks.slack-gov.com/actions/T0123/456/${MARK}`,
  // Whatever else is one: test/azure/clean-text.test.ts.
  `redis://user:${MARK}@redis.example.com:6379`,
];

class SlackLikeError extends Error {
  readonly data: object;
  constructor(secret: string) {
    super(`It failed: ${secret}`, { cause: new Error(`because of ${secret}`) });
    this.data = { token: secret };
  }
}

const WAYS: Readonly<Record<string, (log: Logger, secret: string) => void>> = {
  'a field': (log, secret) => log.info({ event: 'e', detail: secret }),
  'a field among words': (log, secret) => log.info({ event: 'e', detail: `see ${secret}, please` }),
  'a nested field': (log, secret) => log.info({ event: 'e', a: { b: { c: { d: secret } } } }),
  'a list': (log, secret) => log.info({ event: 'e', all: ['fine', [secret]] }),
  'a very deep field': (log, secret) =>
    log.info({ event: 'e', a: { b: { c: { d: { e: { f: { g: secret } } } } } } }),
  'an error with a message of ours': (log, secret) =>
    log.error({ event: 'e', err: new SlackLikeError(secret) }, 'it did not work'),
  'an error without a message of ours': (log, secret) =>
    log.error({ event: 'e', err: new SlackLikeError(secret) }),
  'an error alone': (log, secret) => log.error(new SlackLikeError(secret)),
  'an error in another field': (log, secret) =>
    log.error({ event: 'e', reason: new SlackLikeError(secret) }),
  'an error in a list': (log, secret) =>
    log.error({ event: 'e', all: [new SlackLikeError(secret)] }),
  'a field that joins entries': (log, secret) => log.child({ detail: secret }).info({ event: 'e' }),
  'the message': (log, secret) => log.info({ event: 'e' }, `see ${secret}`),
};

describe('a secret', () => {
  it.each(Object.entries(WAYS))('is not written in %s', (_where, write) => {
    for (const format of ['json', 'pretty'] as const) {
      const { log, written } = record({ format });
      write(log, `xoxb-123456789012-${MARK}`);
      expect(written()).not.toBe('');
      expect(written()).not.toContain(MARK);
    }
  });

  it.each(SECRETS)('is not written, whatever it is: %s', (secret) => {
    const { log, written } = record();
    log.info({ event: 'e', detail: `see ${secret}, please` });
    expect(written()).toContain('see ');
    expect(written()).not.toContain(MARK);
  });

  it('is taken out and the rest is left', () => {
    const { log, entries } = record();
    log.info({ event: 'e', detail: `token xoxb-1-${MARK} was refused` });
    expect(entries()).toMatchObject([{ detail: 'token [removed] was refused' }]);
  });
});

describe('a log entry', () => {
  it('is one line of JSON with level, time, service, event, fields and words', () => {
    const { log, entries } = record();
    log.warn({ event: 'slack.posted', watch: 'w1-1', count: 3, ok: true }, 'two\nlines');
    expect(entries()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        service: 'mysqlop',
        event: 'slack.posted',
        watch: 'w1-1',
        count: 3,
        ok: true,
        msg: 'two\nlines',
      },
    ]);
  });

  it('has the fields that join it with others', () => {
    const { log, entries } = record();
    log.child({ watch: 'w1-1' }).info({ event: 'e' });
    expect(entries()).toMatchObject([{ watch: 'w1-1', event: 'e' }]);
  });

  it('has an error with its type, message, stack and cause, and nothing else that hangs on it', () => {
    const { log, entries } = record();
    const code = 'SELF_SIGNED_CERT_IN_CHAIN';
    const deep = Object.assign(new Error(`sig=${MARK}`), { code, request: 'of it' });
    const cause = new AggregateError([deep], 'the reason');
    const err = Object.assign(new TypeError('it broke', { cause }), { answer: 'a whole page' });
    log.error({ event: 'e', err });
    expect(entries()[0]?.['err']).toEqual({
      type: 'TypeError',
      message: expect.stringContaining('it broke'),
      stack: expect.stringContaining('the reason'),
      causes: [
        { name: 'AggregateError', message: 'the reason' },
        { name: 'Error', code, message: 'sig=[removed]' },
      ],
    });
  });

  it('has no field without end', () => {
    const { log, written } = record();
    log.info({ event: 'e', detail: 'x'.repeat(1_000_000), all: Array(100_000).fill('y') });
    expect(written().length).toBeLessThan(10_000);
  });

  it('can hold what refers to itself', () => {
    const { log, entries } = record();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    log.info({ event: 'e', loop });
    expect(entries()).toMatchObject([{ event: 'e' }]);
  });

  it('holds nothing and null as they are', () => {
    const { log, entries } = record();
    log.info({ event: 'e', nothing: null, missing: undefined });
    expect(entries()).toMatchObject([{ nothing: null }]);
  });

  it('is written from the level that is set', () => {
    const { log, entries } = record({ level: 'warn' });
    log.info({ event: 'quiet' });
    log.warn({ event: 'loud' });
    expect(entries().map(({ event }) => event)).toEqual(['loud']);
  });

  it('can be read by people', () => {
    const { log, written } = record({ format: 'pretty' });
    log.info({ event: 'app.started', role: 'all' }, 'here we go');
    expect(written()).toMatch(/INFO.*app\.started here we go/);
    expect(written()).toMatch(/role.*all/);
  });
});
