import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Reading } from '../../src/watch/reading.ts';
import { startProxy } from '../redis/servers/start-proxy.ts';
import { startReplicaPair } from '../redis/servers/start-replica-pair.ts';
import { startServer } from '../redis/servers/start-server.ts';
import { type Bench, DBA, ONCALL, startBench } from './bench.ts';
import { seen } from './crash/one-life.ts';

const RUNNING = seen('InProgress', 10);
const FAILED = seen('Failed', 60);
const WITHIN = { timeoutMs: 15_000 };

/** Operations that run until they are told otherwise, and two processes that watch them. */
async function startWatching(redisUrl: string, operations: readonly string[]) {
  const states = new Map<string, Reading>();
  const bench = await startBench({
    redisUrl,
    story: (_reads, { operationId }) => states.get(operationId) ?? RUNNING,
  });
  const processes = [bench.startProcess(), bench.startProcess()];
  onTestFinished(async () => {
    await Promise.all(processes.map((each) => each.stop()));
    await bench.stop();
  });
  for (const name of operations.slice(1)) await bench.beginAnother(name);
  await bench.slack.until(() => operations.every((name) => cardOf(bench, name)), WITHIN);
  return { bench, end: (name: string, reading: Reading) => states.set(name, reading) };
}

function cardOf({ slack }: Bench, operation: string) {
  const shows = new RegExp(`${operation}\\b`);
  return slack.messages(DBA).find(({ blocks }) => shows.test(JSON.stringify(blocks)));
}

function endings(bench: Bench, operation: string): readonly string[] {
  const thread = bench.slack.thread(DBA, cardOf(bench, operation)?.ts ?? '');
  return thread.map(({ text }) => text).filter((text) => /^[❌✅]/u.test(text));
}

/** How often on-call has been told of an operation, alone or on a digest. */
function tellings({ slack }: Bench, operation: string): number {
  const names = new RegExp(`\\b${operation}\\b`, 'g');
  const shown = slack.messages(ONCALL).map(({ blocks }) => JSON.stringify(blocks));
  return shown.filter((blocks) => names.test(blocks)).length;
}

function mentions({ slack }: Bench): number {
  return slack.messages(ONCALL).filter(({ text }) => text.includes('<!here>')).length;
}

function losses({ slack }: Bench): readonly string[] {
  return slack
    .messages(ONCALL)
    .map(({ text }) => text)
    .filter((text) => text.startsWith('🕳️'));
}

const untilNothingIsOwed = async ({ outboxes }: Bench) =>
  await expect.poll(() => outboxes.owing(), { timeout: 10_000, interval: 10 }).toEqual([]);

describe('memory that goes back', () => {
  test('by a failover that loses the last writes tells no ending and calls nobody again', async () => {
    const pair = await startReplicaPair();
    onTestFinished(pair.stop);
    const proxy = await startProxy(pair.primary().port);
    onTestFinished(proxy.stop);
    const { bench, end } = await startWatching(proxy.url, ['op-1', 'op-2', 'op-3', 'op-4']);
    await untilNothingIsOwed(bench);
    await pair.untilReplicated();
    await pair.holdReplication();

    // One is told alone, two on a digest that nobody remembers afterwards.
    for (const name of ['op-1', 'op-2', 'op-3']) end(name, FAILED);
    const failed = ['op-1', 'op-2', 'op-3'];
    await bench.slack.until(
      () => failed.every((name) => endings(bench, name).length > 0 && tellings(bench, name) > 0),
      WITHIN,
    );
    await untilNothingIsOwed(bench);
    const mentioned = mentions(bench);

    await pair.failover();
    proxy.moveTo(pair.primary().port);
    proxy.cut();
    await bench.slack.until(() => losses(bench).length > 0, WITHIN);
    end('op-4', seen('Succeeded', 100));
    await bench.untilAllIsDone();

    expect(losses(bench)).toEqual([
      expect.stringMatching(/went back by about \d+ s\..*watch them again/),
    ]);
    expect(failed.map((name) => tellings(bench, name))).toEqual([1, 1, 1]);
    expect(mentions(bench)).toBe(mentioned);
    for (const name of [...failed, 'op-4']) expect(endings(bench, name)).toHaveLength(1);
  });

  test('to a snapshot goes on with what was watched then, and tells what ended since once', async () => {
    const server = await startServer();
    onTestFinished(server.stop);
    const { bench, end } = await startWatching(server.url, ['op-1', 'op-2']);
    await untilNothingIsOwed(bench);
    const files = join(server.folder, 'appendonlydir');
    const saved = join(server.folder, 'saved');
    await server.kill();
    await cp(files, saved, { recursive: true });
    await server.restart();

    await bench.beginAnother('op-3');
    await bench.slack.until(() => cardOf(bench, 'op-3'), WITHIN);
    end('op-1', FAILED);
    await bench.slack.until(
      () => endings(bench, 'op-1').length > 0 && tellings(bench, 'op-1') > 0,
      {
        timeoutMs: 10_000,
      },
    );
    await untilNothingIsOwed(bench);
    await server.kill();
    await rm(files, { recursive: true });
    await cp(saved, files, { recursive: true });
    await server.restart();

    await bench.slack.until(() => losses(bench).length > 0, WITHIN);
    end('op-2', seen('Succeeded', 100));
    await bench.untilAllIsDone();
    expect(losses(bench)).toEqual([expect.stringContaining('went back by about')]);
    expect([tellings(bench, 'op-1'), mentions(bench)]).toEqual([1, 1]);
    expect(['op-1', 'op-2', 'op-3'].map((name) => endings(bench, name).length)).toEqual([1, 1, 0]);
  });
});

test('memory that is whole after a crash and a restart is not talked about', async () => {
  const server = await startServer({ settings: ['appendfsync always'] });
  onTestFinished(server.stop);
  const { bench, end } = await startWatching(server.url, ['op-1', 'op-2']);
  await untilNothingIsOwed(bench);
  await server.kill();
  await server.restart();
  bench.own.client.disconnect(true);
  end('op-1', FAILED);
  end('op-2', seen('Succeeded', 100));
  await bench.untilAllIsDone();
  expect(losses(bench)).toEqual([]);
});
