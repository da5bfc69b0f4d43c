import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPagerDuty } from '../../src/pagers/pager-duty.ts';
import {
  type SimulatedPagerDuty,
  startSimulatedPagerDuty,
} from '../../src/sandbox/pager/simulated-pager-duty.ts';
import { closeServer, listen } from '../../src/sandbox/slack/http-server.ts';
import { pagerMessage } from './pager-message.ts';

const NOW = Date.UTC(2030, 0, 2, 3, 4, 5);

let pagerDuty: SimulatedPagerDuty;
beforeEach(async () => {
  pagerDuty = await startSimulatedPagerDuty();
});
afterEach(async () => {
  await pagerDuty.close();
});

function pager(changes: { readonly url?: string; readonly routingKey?: string } = {}) {
  const { url, routingKey } = pagerDuty;
  return createPagerDuty({ url, routingKey, ...changes, fetch: globalThis.fetch, now: () => NOW });
}

test('opens an alert that says what happened, how bad it is, and where to look', async () => {
  expect(await pager().send(pagerMessage())).toEqual({ kind: 'accepted' });
  expect(pagerDuty.events[0]?.body).toMatchObject({
    event_action: 'trigger',
    dedup_key: 'mysqlop/abc-1',
    client: 'mysqlop',
    payload: {
      summary: 'nightly export (backup of srv1) failed at 43 %: DiskFull: no room',
      severity: 'critical',
      source: 'srv1',
      class: 'failed',
      group: 'prod',
      timestamp: '2030-01-02T03:04:05.000Z',
      custom_details: { reason: 'DiskFull: no room', percent: 43 },
    },
    links: [{ href: 'https://simulated.slack.com/archives/C0DBA/p1', text: 'Card in Slack' }],
  });
});

test('acknowledges and closes it by its key alone', async () => {
  for (const action of ['trigger', 'acknowledge', 'resolve'] as const) {
    await pager().send(pagerMessage({ action }));
  }
  expect(pagerDuty.events.slice(1).map(({ body }) => Object.keys(body).sort())).toEqual(
    Array.from({ length: 2 }, () => ['dedup_key', 'event_action', 'routing_key']),
  );
  expect(pagerDuty.alerts.get('mysqlop/abc-1')?.state).toBe('resolved');
});

test('names the place where Azure names no server, and cuts a long sentence between characters', async () => {
  const { server: _server, ...operation } = pagerMessage().operation;
  const summary = `${'x'.repeat(1023)}🚨`;
  expect(await pager().send(pagerMessage({ operation, summary }))).toEqual({ kind: 'accepted' });
  const [event] = pagerDuty.events;
  expect(event?.body).toMatchObject({ payload: { source: 'prod, East US' } });
  expect(event?.summary).toHaveLength(1024);
});

describe('what is not taken', () => {
  test('for its key is refused, in PagerDuty’s words', async () => {
    const sent = await pager({ routingKey: 'x'.repeat(32) }).send(pagerMessage());
    expect(sent).toEqual({ kind: 'refused', error: expect.stringMatching(/^400: .*routing key/) });
  });

  test.each([
    ['seconds', '7', 7000],
    ['a date', 'Wed, 02 Jan 2030 03:05:05 GMT', 60_000],
    ['a day', '86400', 600_000],
    ['a word', 'soon', undefined],
    ['the past', 'Wed, 02 Jan 2030 03:00:05 GMT', undefined],
  ])('for now is told later: Retry-After with %s', async (_what, retryAfter, retryAfterMs) => {
    pagerDuty.mood = { status: 429, headers: { 'retry-after': retryAfter } };
    expect(await pager().send(pagerMessage())).toEqual({
      ...{ kind: 'later', error: '429', retryAfterMs },
    });
  });

  test.each([500, 503, 408])('by %d is told later', async (status) => {
    pagerDuty.mood = { status };
    expect(await pager().send(pagerMessage())).toMatchObject({ kind: 'later' });
  });

  test('by nobody is told later, and says why', async () => {
    pagerDuty.mood = 'drop';
    expect(await pager().send(pagerMessage())).toMatchObject({ kind: 'later' });
    await pagerDuty.close();
    expect(await pager().send(pagerMessage())).toEqual({
      kind: 'later',
      error: 'it could not be reached (ECONNREFUSED)',
    });
  });

  test('says no more than a few words of a long answer, and nothing that steers a terminal', async () => {
    pagerDuty.mood = { status: 403, body: `\u001B[31mno\n${'x'.repeat(100_000)}` };
    const sent = await pager().send(pagerMessage());
    const error = sent.kind === 'refused' ? sent.error : '';
    expect(error).toMatch(/^403: \[31mno x+$/);
    expect(error.length).toBeLessThan(400);
  });
});

test('follows no redirect: the key goes to no other host', async () => {
  let visitors = 0;
  const other = createServer((_request, response) => {
    visitors += 1;
    response.writeHead(202).end();
  });
  const port = await listen(other, 0);
  const location = `http://127.0.0.1:${port}/v2/enqueue`;
  for (const status of [301, 307, 308]) {
    pagerDuty.mood = { status, headers: { location } };
    const sent = await pager().send(pagerMessage());
    expect(sent).toEqual({ kind: 'refused', error: expect.stringContaining('redirect') });
  }
  expect(visitors).toBe(0);
  await closeServer(other);
});
