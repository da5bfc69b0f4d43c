import { describe, expect, it } from 'vitest';
import type { OperationReader } from '../../src/azure/operation-reader.ts';
import { createTokenSource } from '../../src/azure/token-source.ts';
import type { Answer, Script } from '../../src/sandbox/azure/answer.ts';
import { armError } from '../../src/sandbox/azure/arm-error.ts';
import { failedOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import { STORAGE_ERROR } from '../../src/sandbox/azure/storage-error.ts';
import { advance } from '../../src/watch/advance.ts';
import { beginWatch } from '../../src/watch/begin-watch.ts';
import type { FailureKind, Reading } from '../../src/watch/reading.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import { NOW, useReaders } from '../azure/reader-fixture.ts';
import { DBA, MINUTE, POLICY, SECOND, toldBy } from '../watch/build-record.ts';

const fixture = useReaders();

const CLAIMS = Buffer.from('{"access_token":{"nbf":{"essential":true}}}').toString('base64');

function refused(status: number, code: string, headers: Readonly<Record<string, string>> = {}) {
  return { kind: 'status', ...armError(status, code, 'Not now.', headers) } as const;
}

const throttled = (headers: Readonly<Record<string, string>>) =>
  refused(429, 'SubscriptionRequestsThrottled', headers);

const challenge = refused(401, 'InvalidAuthenticationToken', {
  'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${CLAIMS}"`,
});

interface Case {
  readonly name: string;
  readonly answer: Answer;
  readonly kind: FailureKind;
  /** The pause that Azure asks for. */
  readonly pauseMs?: number;
}

const ASKED_MS = 90 * SECOND;
/** Each way in which Azure may ask for that. */
const WAITS: readonly Readonly<Record<string, string>>[] = [
  { 'retry-after': '90' },
  { 'retry-after': new Date(NOW + ASKED_MS).toUTCString() },
  { 'retry-after-ms': '90000' },
  { 'x-ms-retry-after-ms': '90000' },
];
const html = (status: number): Answer => ({
  kind: 'raw',
  status,
  contentType: 'text/html',
  text: '<html><body>Bad Gateway</body></html>',
});
const cut: Answer = {
  kind: 'raw',
  status: 200,
  contentType: 'application/json',
  text: '{"status":"Fail',
};

/** What Azure, or what stands before it, may answer with, and what kind of failure that is. */
const CASES: readonly Case[] = [
  { name: '408', answer: refused(408, 'RequestTimeout'), kind: 'transient' },
  { name: '429 without a time', answer: throttled({}), kind: 'throttled' },
  ...WAITS.map(
    (headers): Case => ({
      name: `429 with ${Object.entries(headers).join()}`,
      answer: throttled(headers),
      kind: 'throttled',
      pauseMs: ASKED_MS,
    }),
  ),
  { name: '500', answer: refused(500, 'InternalServerError'), kind: 'transient' },
  { name: '500 without a body', answer: { kind: 'status', status: 500 }, kind: 'transient' },
  { name: '502', answer: refused(502, 'BadGateway'), kind: 'transient' },
  {
    name: '503 with Retry-After',
    answer: refused(503, 'ServerBusy', { 'retry-after': '90' }),
    kind: 'transient',
    pauseMs: ASKED_MS,
  },
  { name: '504', answer: refused(504, 'GatewayTimeout'), kind: 'transient' },
  { name: '502 of a gateway, in HTML', answer: html(502), kind: 'transient' },
  { name: '200 of a proxy, in HTML', answer: html(200), kind: 'transient' },
  { name: '404 of a proxy, in HTML', answer: html(404), kind: 'transient' },
  { name: 'JSON that was cut off', answer: cut, kind: 'transient' },
  {
    name: 'an answer without a status',
    answer: { kind: 'ok', body: { percentComplete: 100 } },
    kind: 'invalid',
  },
  {
    name: 'an answer with an empty status',
    answer: { kind: 'ok', body: { status: '' } },
    kind: 'invalid',
  },
  { name: '401', answer: refused(401, 'InvalidAuthenticationToken'), kind: 'unauthorized' },
  { name: '401 with claims, again and again', answer: challenge, kind: 'unauthorized' },
  { name: '403', answer: refused(403, 'AuthorizationFailed'), kind: 'forbidden' },
  { name: '404', answer: refused(404, 'ResourceNotFound'), kind: 'not-found' },
  {
    name: '400 NoRegisteredProviderFound',
    answer: refused(400, 'NoRegisteredProviderFound'),
    kind: 'unsupported',
  },
  { name: 'a broken connection', answer: { kind: 'drop' }, kind: 'transient' },
  { name: 'no answer in time', answer: { kind: 'hang' }, kind: 'transient' },
];

const STAGES = [
  ['new', undefined],
  ['running', 40],
  ['about to end', 99],
] as const;

function running(percent: number): Answer {
  const amount = { doneBytes: percent, totalBytes: 100 };
  return { kind: 'ok', body: inProgressBackup({ percent, ...amount, startTime: NOW }) };
}

const ENDINGS = {
  succeeded: { kind: 'ok', body: { status: 'Succeeded' } },
  failed: {
    kind: 'ok',
    body: failedOperation({ startTime: NOW, endTime: NOW, error: STORAGE_ERROR }),
  },
} as const satisfies Record<string, Answer>;

/** A watch that is read over HTTP whenever it wants to be, on a clock that jumps there. */
class Life {
  record: WatchRecord;
  now = NOW;
  readonly told: string[] = [];
  readonly readings: Reading[] = [];

  readonly #operation: SimulatedOperation;
  readonly #reader: OperationReader;

  constructor() {
    this.#operation = fixture.azure.operation();
    const tokens = createTokenSource({
      scope: 'scope',
      now: () => NOW,
      credential: {
        getToken: async () => ({
          token: fixture.azure.token,
          expiresOnTimestamp: NOW + 60 * MINUTE,
        }),
      },
    });
    this.#reader = fixture.readerOf({ tokens, timeoutMs: 100 });
    const watch = { id: 'w1-1', epoch: 1, reference: this.#operation };
    this.record = beginWatch(watch, DBA, NOW, POLICY).record;
  }

  get verdict() {
    return this.record.outcome.verdict;
  }

  /** The next reading brings this. */
  async read(answer: Answer | Script): Promise<void> {
    this.#operation.set(answer);
    this.now = Math.max(this.now, this.record.nextReadAt);
    const reading = await this.#reader.read(this.#operation);
    this.readings.push(reading);
    const change = advance(this.record, reading, this.now, POLICY);
    this.record = change.record;
    this.told.push(...toldBy(change));
  }

  /** Each reading brings this, for so long or until the watch ends. */
  async readFor(ms: number, answer: Answer): Promise<void> {
    const until = this.now + ms;
    do await this.read(answer);
    while (this.verdict === 'running' && this.record.nextReadAt <= until);
  }
}

async function lifeAt(percent: number | undefined): Promise<Life> {
  const life = new Life();
  if (percent !== undefined) await life.read(running(percent));
  return life;
}

function isTold(item: string): boolean {
  return !/(?:card|started)$/.test(item);
}

describe.each(CASES)('$name', ({ answer, kind, pauseMs }) => {
  describe.each(STAGES)('while a watch is %s', (_stage, percent) => {
    const isNew = percent === undefined;
    const endsAtOnce = isNew && kind === 'unsupported';

    it('is a failure to read, and no verdict of Azure’s', async () => {
      const life = await lifeAt(percent);
      await life.read(answer);
      expect(life.readings.at(-1)).toMatchObject({ kind: 'failure', failure: kind });
      expect(life.verdict).toBe(endsAtOnce ? 'not-found' : 'running');
      expect(life.record.conditions).toEqual({});
      if (!endsAtOnce && pauseMs !== undefined) {
        expect(life.record.nextReadAt - life.now).toBe(pauseMs);
      }
    });

    it.each(['succeeded', 'failed'] as const)(
      'hides nothing: once it has passed, Azure’s word ends the watch as %s',
      async (word) => {
        const life = await lifeAt(percent);
        await life.readFor(MINUTE, answer);
        if (endsAtOnce) return expect(life.verdict).toBe('not-found');
        expect(life.verdict).toBe('running');
        await life.read(ENDINGS[word]);
        expect(life.verdict).toBe(word);
        expect(life.told.filter(isTold)).toEqual(
          word === 'failed' ? ['alert', 'alert-details', 'C0DBA-1/ended'] : ['C0DBA-1/ended'],
        );
      },
    );

    it('lasting for long, is told as what it is', async () => {
      const life = await lifeAt(percent);
      await life.readFor(14 * MINUTE, answer);
      const blind = ['condition-alert-1', 'C0DBA-1/condition-1'];
      const fates: Readonly<Record<FailureKind, readonly [string, readonly string[]]>> = {
        transient: ['running', blind],
        invalid: ['running', blind],
        throttled: ['running', blind],
        forbidden: ['running', blind],
        unauthorized: ['running', []],
        unsupported: isNew ? ['not-found', ['C0DBA-1/whisper']] : ['running', blind],
        'not-found': isNew
          ? ['not-found', ['C0DBA-1/whisper']]
          : ['gone', ['alert', 'C0DBA-1/ended']],
      };
      expect([life.verdict, life.told.filter(isTold)]).toEqual(fates[kind]);
    });
  });
});

describe('401 with claims, once', () => {
  it.each(STAGES)(
    'is answered within the same read: nothing shows while a watch is %s',
    async (_stage, percent) => {
      const life = await lifeAt(percent);
      const answers = [challenge, running(99)];
      await life.read(() => answers.shift() ?? ENDINGS.succeeded);
      expect(life.readings.at(-1)).toMatchObject({ kind: 'snapshot' });
      expect(life.record).not.toHaveProperty('trouble');
      expect(answers).toEqual([]);
      await life.read(ENDINGS.succeeded);
      expect(life.verdict).toBe('succeeded');
    },
  );
});
