import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../../src/sandbox/free-port.ts';
import { startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { cardsOf, untilCard, untilThread } from '../e2e/cards.ts';
import { failed, running } from '../e2e/running.ts';
import { DBA } from '../e2e/start-test-world.ts';
import { type ApiWorld, NIGHTLY, RELEASE, startApiWorld } from './start-api-world.ts';

/** Longer than the key of a process that died is kept. */
const LEASE_OVER_MS = 40_000;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startWorld(...given: Parameters<typeof startApiWorld>): Promise<ApiWorld> {
  const world = await startApiWorld(...given);
  closing.push(world.stop);
  return world;
}

function poster(world: ApiWorld) {
  return (body: object, key: string, token = NIGHTLY) =>
    world.api('POST', '/v1/watches', { token, body, headers: { 'idempotency-key': `"${key}"` } });
}

const runs = (world: ApiWorld) => world.azure.operation({ script: () => running(42) });
const type = (name: string) => `urn:problem-type:mysqlop:${name}`;

describe('a request with an Idempotency-Key', () => {
  test('is carried out once, and answered the same again', async () => {
    const world = await startWorld();
    const post = poster(world);
    const body = { operation: runs(world).progressUrl, channel: DBA };
    const first = await post(body, 'run-1');
    expect(first.status).toBe(201);
    await world.api('DELETE', `/v1/watches/${first.body['id']}`);
    // A new one would be watched anew.
    const again = await post(body, 'run-1');
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(await world.ask('list')).toContain('Nothing is being watched');
    const bare = { 'idempotency-key': 'run-1' };
    expect(await world.api('POST', '/v1/watches', { body, headers: bare })).toMatchObject({
      status: 201,
      body: first.body,
    });
    expect(await post(body, 'run-1', RELEASE)).toMatchObject({ status: 201 });

    const other = { ...body, label: 'another' };
    expect(await post(other, 'run-1')).toMatchObject({
      status: 422,
      body: { type: type('key-reused'), detail: expect.stringMatching(/take a new one/) },
    });
  });

  test('is refused while the same is carried out', async () => {
    const world = await startWorld();
    const post = poster(world);
    // Azure does not know it, so that its card is waited for.
    const operation = runs(world).progressUrl.replace(/[\w-]{36}(?=\?|$)/, randomUUID());
    const body = { operation, channel: DBA };
    const first = post(body, 'run-2');
    await expect.poll(() => world.printed(), { timeout: 10_000 }).toContain('watch.begun');
    const second = await post(body, 'run-2');
    expect(second).toMatchObject({ status: 409, body: { type: type('key-under-way') } });
    expect(second.headers.get('retry-after')).toBe('1');
    expect((await first).status).toBe(201);
    expect(await post(body, 'run-2')).toMatchObject({ status: 201, body: (await first).body });
  });

  test('may be mended where it was refused, and sent again once that is over', async () => {
    const world = await startWorld();
    const post = poster(world);
    const body = { operation: 'nonsense', channel: DBA };
    expect((await post(body, 'run-3')).status).toBe(422);
    const mended = { ...body, operation: runs(world).progressUrl };
    expect((await post(mended, 'run-3')).status).toBe(201);
  });
});

test('a restart keeps the watch, the key and its answer; a process that died leaves the key', async () => {
  const world = await startWorld({}, { way: 'node' });
  const post = poster(world);
  let isOver = false;
  const operation = world.azure.operation({ script: () => (isOver ? failed() : running(42)) });
  const body = { operation: operation.progressUrl, channel: DBA, label: 'nightly' };
  const first = await post(body, 'run-4');
  const unknown = operation.progressUrl.replace(operation.operationId, randomUUID());
  const late = { operation: unknown, channel: DBA };
  const cutOff = post(late, 'run-5').catch(() => undefined);
  await expect
    .poll(() => world.printed().split('watch.begun').length, { timeout: 10_000 })
    .toBeGreaterThan(2);
  world.product.kill('SIGKILL');
  expect(await cutOff).toBeUndefined();
  await world.product.ended;

  const again = startProduct(world.environment, 'node');
  closing.push(() => again.stop());
  await untilReady(again, world.opsPort);
  expect(await post(body, 'run-4')).toMatchObject({ status: 201, body: first.body });
  expect(await post(late, 'run-5')).toMatchObject({ status: 409 });
  await expect
    .poll(async () => (await post(late, 'run-5')).status, {
      timeout: LEASE_OVER_MS,
      interval: 1000,
    })
    .not.toBe(409);
  const card = await untilCard(world, DBA, operation, /42 %/);
  isOver = true;
  await untilThread(world, card, /failed/);
  expect(cardsOf(world, DBA, operation)).toHaveLength(1);
}, 120_000);

test('with Redis away, the answer is why, within 3 s; and all is well when it is back', async () => {
  const port = await freePort();
  const redis = await startPrivateRedis({ port });
  closing.push(() => redis.stop());
  const world = await startWorld({ REDIS_URL: redis.url });
  const post = poster(world);
  const operation = runs(world);
  const body = { operation: operation.progressUrl, channel: DBA };
  const { body: begun } = await post({ ...body, operation: runs(world).progressUrl }, 'run-6');
  await redis.stop();

  const asks = [
    () => post(body, 'run-7'),
    () => world.api('POST', '/v1/watches', { body }),
    () => world.api('GET', `/v1/watches/${begun['id']}`),
    () => world.api('GET', `/v1/watches?channel=${DBA}`),
    () => world.api('DELETE', `/v1/watches/${begun['id']}`),
  ];
  for (const ask of asks) {
    const askedAt = performance.now();
    const answer = await ask();
    expect(performance.now() - askedAt).toBeLessThan(3000);
    expect(answer).toMatchObject({
      status: 503,
      body: { type: type('memory-away'), detail: expect.stringMatching(/my memory \(Redis\)/) },
    });
    expect(answer.headers.get('retry-after')).toBe('5');
  }
  expect((await world.api('GET', '/v1/watches', { token: 'wrong' })).status).toBe(401);

  const back = await startPrivateRedis({ port });
  closing.unshift(() => back.stop());
  await expect
    .poll(async () => (await post(body, 'run-7')).status, { timeout: 40_000, interval: 500 })
    .toBe(201);
  await untilCard(world, DBA, operation, /42 %/, 30_000);
}, 120_000);

test('what is under way is answered before the bot ends', async () => {
  const world = await startWorld({}, { way: 'node' });
  const operation = runs(world).progressUrl.replace(/[\w-]{36}(?=\?|$)/, randomUUID());
  const answer = poster(world)({ operation, channel: DBA }, 'run-8');
  await expect.poll(() => world.printed(), { timeout: 10_000 }).toContain('watch.begun');
  expect(await world.product.stop()).toBe(0);
  expect(await answer).toMatchObject({ status: 201, body: { card: null } });
  expect(world.printed()).not.toContain('app.stop_too_slow');
}, 60_000);

test('who has sent half a request keeps the bot from nothing', async () => {
  const world = await startWorld({}, { way: 'node' });
  const socket = connect(Number(new URL(world.apiUrl).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write('POST /v1/watches HTTP/1.1\r\nhost: x\r\n');
  // Answered behind it, so the half is there.
  await world.api('GET', `/v1/watches?channel=${DBA}`);
  expect(await world.product.stop()).toBe(0);
  expect(world.printed()).not.toContain('app.stop_too_slow');
}, 60_000);

test('a port that is taken is told in a sentence', async () => {
  const world = await startWorld();
  const environment = { ...world.environment, OPS_PORT: String(await freePort()) };
  const second = startProduct(environment, 'node');
  closing.push(() => second.stop());
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/is PORT, OPS_PORT or API_PORT taken by another program\?/);
  expect(second.output()).toContain(`:${world.environment['API_PORT']}`);
}, 60_000);
