import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LARGEST_BODY_BYTES } from '../../src/api/read-request.ts';
import { running } from '../e2e/running.ts';
import { DBA, ONCALL } from '../e2e/start-test-world.ts';
import { type ApiWorld, NIGHTLY, RELEASE, startApiWorld } from './start-api-world.ts';

const OTHER = 'C0OTHER';
const MOST = 100;

let world: ApiWorld;
beforeAll(async () => {
  world = await startApiWorld(
    {
      ALLOWED_CHANNELS: `${DBA},C0OLD,C0ABSENT`,
      WATCHES_PER_PERSON: '2',
      API_REQUESTS_PER_MINUTE: String(MOST),
    },
    {
      channels: [
        { id: DBA, name: 'dba', isMember: true },
        { id: ONCALL, name: 'oncall', isMember: true },
        { id: OTHER, name: 'other', isMember: true },
        { id: 'C0OLD', name: 'old', isMember: true, isArchived: true },
      ],
    },
  );
});
afterAll(async () => {
  await world.stop();
});

const runs = () => world.azure.operation({ script: () => running(42) });
const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  world.api('POST', '/v1/watches', { body, headers });
const wish = (given: object = {}) => ({ operation: runs().progressUrl, channel: DBA, ...given });
const type = (name: string) => `urn:problem-type:mysqlop:${name}`;

test.each([
  ['no token', '', /Authorization: Bearer/],
  ['a wrong token', 'wrong', /not the token of any pipeline/],
  ['the hash of one', 'e'.repeat(64), /not the token/],
  ['a part of one', NIGHTLY.slice(0, -1), /not the token/],
])('%s lets nobody in', async (_what, token, words) => {
  const answer = await world.api('GET', `/v1/watches?channel=${DBA}`, { token });
  expect(answer).toMatchObject({
    status: 401,
    body: { type: type('unauthorized'), detail: expect.stringMatching(words) },
  });
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="mysqlop"/);
});

describe('a body that is wrong says where and what to do', () => {
  test.each([
    ['a channel’s name', { channel: '#dba' }, 422, 'wrong-fields', /by its id/, '/channel'],
    [
      'a person for a channel',
      { channel: 'D0ALICE' },
      422,
      'wrong-fields',
      /by its id/,
      '/channel',
    ],
    ['no text', { operation: ' ' }, 422, 'wrong-fields', /Which operation/, '/operation'],
    ['a long label', { label: 'x'.repeat(81) }, 422, 'wrong-fields', /80 characters/, '/label'],
    ['names of people', { tell: ['@bob'] }, 422, 'wrong-fields', /by their ids/, '/tell/0'],
    ['many people', { tell: Array(21).fill('U0BOB') }, 422, 'wrong-fields', /20 at most/, '/tell'],
    ['a slip', { chanel: DBA }, 422, 'wrong-fields', /no such field/, '/chanel'],
    [
      'nonsense',
      { operation: 'nonsense' },
      422,
      'operation-refused',
      /not an operation/,
      undefined,
    ],
    [
      'a slip in a place',
      { location: 'eastu' },
      422,
      'operation-refused',
      /mean “in East US”/,
      '/location',
    ],
    [
      'a foreign host',
      { operation: 'https://example.com/x' },
      422,
      'operation-refused',
      /I read operations from/,
      undefined,
    ],
  ])('%s', async (_what, given, status, name, words, pointer) => {
    await expectProblem(wish(given), { status, name, words, pointer });
  });

  test.each([
    ['no JSON', '{"operation"', 400, 'malformed', /no JSON/, undefined],
    ['a list', [], 422, 'wrong-fields', /must be an object/, undefined],
    ['a text', '"x"', 422, 'wrong-fields', /must be an object/, undefined],
    ['nothing in it', {}, 422, 'wrong-fields', /Which operation\?/, '/operation'],
    ['no channel', { operation: 'x' }, 422, 'wrong-fields', /channel is missing/, '/channel'],
  ])('%s', async (_what, whole, status, name, words, pointer) => {
    await expectProblem(whole, { status, name, words, pointer });
  });

  async function expectProblem(
    body: unknown,
    {
      status,
      name,
      words,
      pointer,
    }: {
      readonly status: number;
      readonly name: string;
      readonly words: RegExp;
      readonly pointer: string | undefined;
    },
  ): Promise<void> {
    const answer = await post(body);
    expect(answer).toMatchObject({
      status,
      body: {
        type: type(name),
        detail: expect.stringMatching(words),
        instance: expect.stringMatching(/^urn:uuid:/),
      },
    });
    if (pointer !== undefined) {
      expect(answer.body['errors']).toContainEqual({
        pointer,
        detail: expect.stringMatching(words),
      });
    }
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toMatch(/[`*]|<@|&lt;/);
  }

  test('more than one operation', async () => {
    const operation = `${runs().progressUrl}\n${runs().progressUrl}`;
    expect(await post({ operation, channel: DBA })).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/names 2 operations.*a request for each/) },
    });
  });

  test.each([
    ['whose length is told', true],
    ['that is sent in pieces', false],
  ])('more than 1 MB %s is not read', async (_what, isTold) => {
    const answered = new Promise<number | undefined>((resolve, reject) => {
      const sending = request(`${world.apiUrl}/v1/watches`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${NIGHTLY}`,
          'content-type': 'application/json',
          ...(isTold && { 'content-length': LARGEST_BODY_BYTES + 1 }),
        },
      });
      sending.on('response', (response) => resolve(response.statusCode));
      sending.on('error', reject);
      sending.write('x'.repeat(isTold ? 1 : LARGEST_BODY_BYTES + 1));
    });
    expect(await answered).toBe(413);
  });

  test('another type than JSON', async () => {
    const answer = await post(JSON.stringify(wish()), { 'content-type': 'text/plain' });
    expect(answer).toMatchObject({ status: 415, body: { type: 'about:blank' } });
    expect(answer.headers.get('accept')).toBe('application/json');
  });

  test('an Idempotency-Key that can’t be read', async () => {
    const answer = await post(wish(), { 'idempotency-key': '"a" "b"' });
    expect(answer).toMatchObject({ status: 400, body: { type: type('malformed') } });
  });
});

describe('a channel', () => {
  test('in which no command is taken is refused in the command’s words', async () => {
    expect(await post(wish({ channel: OTHER }))).toMatchObject({
      status: 403,
      body: {
        type: type('channel-not-allowed'),
        detail: 'I am not to be used in this channel. Please ask in one of the DBA channels.',
      },
    });
    expect(await world.api('GET', `/v1/watches?channel=${OTHER}`)).toMatchObject({ status: 403 });
  });

  test.each([
    ['C0OLD', /^That channel is archived/],
    ['C0ABSENT', /^That channel does not exist.*\/invite me there/],
  ])('%s can hold no card', async (channel, words) => {
    expect(await post(wish({ channel }))).toMatchObject({
      status: 422,
      body: {
        type: type('channel-closed'),
        detail: expect.stringMatching(words),
        errors: [{ pointer: '/channel' }],
      },
    });
    expect(world.slack.messages(channel)).toEqual([]);
  });

  test('must be named where watches are listed', async () => {
    const answer = await world.api('GET', '/v1/watches');
    expect(answer).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/channel=/) },
    });
    expect(await world.api('GET', '/v1/watches?channel=dba')).toMatchObject({ status: 400 });
  });
});

test.each([
  ['PUT', '/v1/watches', 405, 'GET, HEAD, POST'],
  ['OPTIONS', '/v1/watches/w1-1', 405, 'DELETE, GET, HEAD'],
  ['GET', '/v1/watches/w1-1', 404, undefined],
  ['GET', '/v1/watches/%2e%2e%2fx', 404, undefined],
  ['DELETE', '/v1/watches/w1-1', 404, undefined],
  ['GET', '/v1/nothing', 404, undefined],
])('%s %s is answered %i', async (method, path, status, allow) => {
  const answer = await world.api(method, path);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('allow')).toBe(allow ?? null);
});

test('a pipeline has as many watches as one may, apart from people and other pipelines', async () => {
  const token = RELEASE;
  const ask = () => world.api('POST', '/v1/watches', { token, body: wish() });
  expect((await ask()).status).toBe(201);
  expect((await ask()).status).toBe(201);
  expect(await ask()).toMatchObject({
    status: 409,
    body: {
      type: type('too-many-watches'),
      detail: expect.stringMatching(/^This pipeline is watching 2 /),
    },
  });
  expect(await world.ask(`watch ${runs().progressUrl}`)).toMatch(/^👀/);
});

test('who sends a request slowly is not waited for', async () => {
  const { port } = new URL(world.apiUrl);
  const closed = new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let said = '';
    socket.on('data', (data) => {
      said += data;
    });
    socket.on('close', () => resolve(said));
    socket.on('error', reject);
    socket.write('POST /v1/watches HTTP/1.1\r\nhost: x\r\n');
  });
  expect(await closed).toContain('408');
}, 30_000);

test('a flood of one pipeline is refused, tells when to come back, and is in nobody’s way', async () => {
  const flood = await Promise.all(
    Array.from({ length: 2 * MOST }, () => world.api('GET', `/v1/watches?channel=${DBA}`)),
  );
  const refused = flood.filter(({ status }) => status === 429);
  // A list counts as ten.
  expect(refused.length).toBeGreaterThanOrEqual(2 * MOST - MOST / 10);
  const [first] = refused;
  expect(first?.body).toMatchObject({
    type: type('too-many-requests'),
    detail: expect.stringMatching(/100 times a minute/),
  });
  expect(Number(first?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(first?.headers.get('ratelimit')).toMatch(/^"token";r=0;t=\d+$/);
  expect(first?.headers.get('ratelimit-policy')).toBe(`"token";q=${MOST};w=60`);

  const other = await world.api('GET', `/v1/watches?channel=${DBA}`, { token: RELEASE });
  expect(other.status).toBe(200);
  expect(await world.ask('list')).toContain('Being watched here: ');
  expect(world.printed().split('"api.throttled"').length - 1).toBe(1);
});

test('many wrong tokens from one address are throttled, and a right one is taken from there', async () => {
  const ask = (token: string) => world.api('GET', '/v1/watches?channel=C0X', { token });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => ask(`wrong-${n}`)));
  const throttled = answers.filter(({ status }) => status === 429);
  expect(throttled.length).toBeGreaterThanOrEqual(40);
  expect(throttled[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await ask(RELEASE)).status).toBe(403);
  expect(world.printed()).not.toContain('wrong-7');
  expect(world.printed().split('"api.wrong_token"').length - 1).toBeLessThanOrEqual(4);
});
