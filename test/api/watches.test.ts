import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cardsOf, shownIn, untilCard, untilThread } from '../e2e/cards.ts';
import { failed, running } from '../e2e/running.ts';
import { ALICE, BOB, DBA, ONCALL } from '../e2e/start-test-world.ts';
import { type ApiWorld, documentOf, NIGHTLY, RELEASE, startApiWorld } from './start-api-world.ts';

const SECRET = 'G0SECRET';

let world: ApiWorld;
beforeAll(async () => {
  world = await startApiWorld(
    { ADMINS: ALICE },
    {
      channels: [
        { id: DBA, name: 'dba', isMember: true },
        { id: ONCALL, name: 'oncall', isMember: true },
        { id: SECRET, name: 'secret', isPrivate: true, isMember: true },
        { id: 'C0OLD', name: 'old', isMember: true, isArchived: true },
      ],
    },
  );
});
afterAll(async () => {
  await world.stop();
});

const runs = (percent = 42) => world.azure.operation({ script: () => running(percent) });
const post = (operation: string, given: object = {}, token = NIGHTLY) =>
  world.api('POST', '/v1/watches', { token, body: { operation, channel: DBA, ...given } });
const get = (path: string, token = NIGHTLY) => world.api('GET', path, { token });

describe('POST /v1/watches', () => {
  test('has an operation watched, and answers with its card’s link', async () => {
    const operation = runs();
    const answer = await post(`'Azure-AsyncOperation': '${operation.asyncOperationUrl}'`, {
      label: 'nightly *import*',
    });
    const [card] = cardsOf(world, DBA, operation);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        channel: DBA,
        label: 'nightly *import*',
        askedBy: { kind: 'pipeline', name: 'nightly-import' },
        operation: { id: operation.operationId, subscription: world.azure.subscriptionId },
        state: 'running',
        percent: 42,
        summary: expect.stringContaining('42 %'),
        endedAt: null,
        note: null,
      },
    });
    expect(answer.body['card']).toContain(`/archives/${DBA}/p${card?.ts.replace('.', '')}`);
    expect(answer.headers.get('location')).toBe(`/v1/watches/${answer.body['id']}?channel=${DBA}`);
    expect(card && shownIn(card)).toContain('asked by pipeline nightly-import');
    expect(card && shownIn(card)).not.toContain('<@');
    expect(await get(answer.headers.get('location') ?? '')).toMatchObject({
      status: 200,
      body: answer.body,
    });
  });

  test('answers 200 where the channel has its card already, whoever asked', async () => {
    const operation = runs();
    await world.ask(`watch ${operation.progressUrl}`);
    await untilCard(world, DBA, operation, /42 %/);
    expect(await post(operation.progressUrl)).toMatchObject({
      status: 200,
      body: {
        card: expect.stringContaining('https://'),
        askedBy: { kind: 'person', id: ALICE },
        state: 'running',
      },
    });
    expect(cardsOf(world, DBA, operation)).toHaveLength(1);
  });

  test('looks for a bare id, in one place where it is said', async () => {
    const operation = runs();
    expect(await post(operation.operationId)).toMatchObject({ status: 201 });
    const other = runs();
    const asked = { location: 'East US', subscription: 'prod' };
    expect(await post(other.operationId, asked)).toMatchObject({ status: 201 });
  });

  test('answers 202 while a search takes long, and watches what is found', async () => {
    const operation = runs();
    const { operationId } = operation;
    const asQuickAsEver = world.azure.failBy((read) =>
      read.operationId === operationId ? { kind: 'late', afterMs: 8000 } : undefined,
    );
    const headers = { 'idempotency-key': '"search"' };
    const body = { operation: operationId, channel: DBA, label: 'late' };
    const searching = await world.api('POST', '/v1/watches', { body, headers });
    asQuickAsEver();
    expect(searching).toMatchObject({
      status: 202,
      body: { id: null, card: null, state: 'searching', label: 'late' },
    });
    expect(await world.api('POST', '/v1/watches', { body, headers })).toMatchObject({
      status: 202,
      body: searching.body,
    });
    await untilCard(world, DBA, operation, /42 %/, 30_000);
    await expect
      .poll(async () => await world.api('POST', '/v1/watches', { body, headers }), {
        timeout: 20_000,
      })
      .toMatchObject({ status: 201, body: { label: 'late' } });
  }, 60_000);

  test('mentions who is to be told, and not the pipeline', async () => {
    let percent = 42;
    const operation = world.azure.operation({
      script: () => (percent === 42 ? running(percent) : failed()),
    });
    const { body } = await post(operation.progressUrl, { tell: [BOB] });
    const card = await untilCard(world, DBA, operation, /42 %/);
    percent = 0;
    const told = await untilThread(world, card, /failed/);
    expect(told.at(-1)).toMatch(/<@U0BOB>$/);
    expect(told.join()).not.toContain('pipeline/');
    await expect
      .poll(async () => (await get(`/v1/watches/${body['id']}`)).body, { timeout: 15_000 })
      .toMatchObject({ state: 'failed', endedAt: expect.stringMatching(/Z$/), conditions: [] });
    const alert = await world.slack.until(() =>
      world.slack.messages(ONCALL).find((each) => shownIn(each).includes(operation.operationId)),
    );
    expect(shownIn(alert)).toContain('asked by pipeline nightly-import');
  }, 40_000);

  test('says why there is no card where Azure does not know the operation', async () => {
    const { operationId } = runs();
    const url = runs().progressUrl.replace(/[^/]+(?=\?|$)/, crypto.randomUUID());
    expect(url).not.toContain(operationId);
    expect(await post(url)).toMatchObject({
      status: 201,
      body: { card: null, state: 'running', note: expect.stringContaining('as soon as Azure') },
    });
  });
});

describe('what is seen', () => {
  test('of a channel are its live watches, the pipeline’s own and what others have in public', async () => {
    const [mine, theirs] = [runs(), runs()];
    await post(mine.progressUrl, { channel: ONCALL, label: 'mine' });
    await world.ask(`watch ${theirs.progressUrl}`, { channel: ONCALL });
    await untilCard(world, ONCALL, theirs, /42 %/);
    const { status, body } = await get(`/v1/watches?channel=${ONCALL}`);
    expect(status).toBe(200);
    expect(body['watches']).toMatchObject([
      { label: 'mine', operation: { id: mine.operationId } },
      { label: null, operation: { id: theirs.operationId }, card: expect.stringMatching(/^https/) },
    ]);
  });

  test('in a private channel is what the pipeline has asked for itself', async () => {
    const [mine, theirs] = [runs(), runs()];
    const { body: own } = await post(mine.progressUrl, { channel: SECRET });
    const { body: other } = await post(theirs.progressUrl, { channel: SECRET }, RELEASE);
    const listed = (await get(`/v1/watches?channel=${SECRET}`)).body['watches'];
    expect(listed).toMatchObject([{ id: own['id'] }]);
    expect(await get(`/v1/watches/${other['id']}`)).toMatchObject({ status: 404 });
    expect(await get(`/v1/watches/${other['id']}`, RELEASE)).toMatchObject({ status: 200 });
  });
});

describe('DELETE /v1/watches/<id>', () => {
  test('stops what the pipeline has asked for, and says so in its thread; twice does no harm', async () => {
    const operation = runs();
    const { body } = await post(operation.progressUrl);
    const card = await untilCard(world, DBA, operation, /42 %/);
    const path = `/v1/watches/${body['id']}`;
    expect(await world.api('DELETE', path)).toMatchObject({
      status: 200,
      body: { id: body['id'], state: 'stopped' },
    });
    await untilThread(world, card, /pipeline nightly-import stopped watching here/);
    expect(await world.api('DELETE', path)).toMatchObject({ status: 200 });
    expect(await get(path)).toMatchObject({ body: { state: 'stopped' } });
  });

  test('leaves alone what others have asked for', async () => {
    const operation = runs();
    const { body } = await post(operation.progressUrl);
    expect(
      await world.api('DELETE', `/v1/watches/${body['id']}`, { token: RELEASE }),
    ).toMatchObject({
      status: 403,
      body: { type: 'urn:problem-type:mysqlop:not-yours', detail: expect.stringContaining('stop') },
    });
    expect(await get(`/v1/watches/${body['id']}`)).toMatchObject({ body: { state: 'running' } });
  });

  test('says of what has ended that it has', async () => {
    const operation = world.azure.operation({ script: () => failed() });
    const { body } = await post(operation.progressUrl);
    expect(body).toMatchObject({ state: 'failed' });
    expect(await world.api('DELETE', `/v1/watches/${body['id']}`)).toMatchObject({
      status: 409,
      body: { detail: 'That watch has ended already; its card tells how.' },
    });
  });
});

test('who has changed what names the pipeline, for those who may see it and in the log', async () => {
  const operation = runs();
  const { body } = await post(operation.progressUrl);
  await world.api('DELETE', `/v1/watches/${body['id']}`);
  const { response } = await world.slack.command({ channel: DBA, user: ALICE, text: 'audit' });
  const shown = JSON.stringify(response);
  expect(shown).toContain('pipeline nightly-import in <#C0DBA> · stop');
  expect(shown).toContain('pipeline nightly-import in <#C0DBA> · watch');
  expect(world.printed()).toContain('"by":"pipeline/nightly-import"');
  expect(world.printed()).not.toContain(NIGHTLY);
});

test('the document is one of OpenAPI 3.1, and needs no token', async () => {
  const document = await documentOf(world.apiUrl);
  expect(await new Validator().validate({ ...document })).toMatchObject({ valid: true });
  expect(document['openapi']).toBe('3.1.0');
});

test('its answers are counted, by their status', async () => {
  await post('nonsense');
  const metrics = await (await fetch(`http://127.0.0.1:${world.opsPort}/metrics`)).text();
  expect(metrics).toMatch(/^mysqlop_api_seconds_count\{status="422"\} [1-9]/m);
});

test('the bot is ready', async () => {
  const ready = await fetch(`http://127.0.0.1:${world.opsPort}/readyz`);
  expect(await ready.json()).toMatchObject({ status: 'ready', checks: { api: 'ok' } });
});
