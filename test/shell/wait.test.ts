import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Script } from '../../src/sandbox/azure/answer.ts';
import { backupStory } from '../../src/sandbox/azure/backup-story.ts';
import { canceledOperation, endedOtherwise } from '../../src/sandbox/azure/ended-operation.ts';
import { failingStory } from '../../src/sandbox/azure/failing-story.ts';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../src/sandbox/azure/simulated-azure.ts';
import { startRawServer } from '../azure/raw-server.ts';
import { problemsIn } from '../json-schema.ts';
import { projectFile } from '../project/project-files.ts';
import { startCommand } from './start-command.ts';
import { stepwise } from './stepwise.ts';

const SCHEMA: unknown = JSON.parse(projectFile('docs/shell.schema.json'));
const PRIVATE = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9';

let azure: SimulatedAzure;
beforeAll(async () => {
  azure = await startSimulatedAzure({
    limits: false,
    subscriptions: [{ id: '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e' }, { id: PRIVATE, reader: false }],
  });
});
afterAll(() => azure.close());

const SHORT = { totalBytes: 40e9, durationMs: 400 };
const RUNNING = backupStory({ totalBytes: 40e9, durationMs: 3_600_000 });

function ended(body: (read: { startTime: number; endTime: number }) => object): Script {
  return ({ startedAt }) => ({
    kind: 'ok',
    body: { ...body({ startTime: startedAt, endTime: startedAt + 1000 }) },
  });
}

function wait(script: Script, ...args: readonly string[]) {
  const operation = azure.operation({ script });
  return { operation, ...startCommand(azure, ['wait', operation.asyncOperationUrl, ...args]) };
}

describe('mysqlop wait', () => {
  test('ends with 0 where it succeeded, and tells each change with its time', async () => {
    const { code, output } = await wait(stepwise(backupStory(SHORT))).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/^\d{4}-\d\d-\d\d [\d:]{8} UTC {2}⏳ Backup of .+ GiB/);
    expect(output.trimEnd().split('\n').at(-1)).toMatch(/UTC {2}✅ Backup of .+ succeeded/);
  });

  test('ends with 1 where Azure calls it failed, and says why and what to try', async () => {
    const { code, output } = await wait(stepwise(failingStory(SHORT))).ended;
    expect(code).toBe(1);
    expect(output).toMatch(/❌ Backup of .+ failed/);
    expect(output).toMatch(/Try: .+https:/);
  });

  test('ends with 2 where it was canceled', async () => {
    expect((await wait(ended(canceledOperation)).ended).code).toBe(2);
  });

  test('ends with 3 where Azure does not know it, or has forgotten it', async () => {
    const operation = azure.operation({ script: RUNNING });
    const unknown = operation.asyncOperationUrl.replaceAll(
      operation.operationId,
      '00000000-1111-4222-8333-444444444444',
    );
    expect((await startCommand(azure, ['wait', unknown]).ended).code).toBe(3);

    const forgotten = startCommand(azure, ['wait', operation.asyncOperationUrl]);
    await operation.until(2);
    operation.set({
      kind: 'status',
      status: 404,
      body: { error: { code: 'ResourceNotFound', message: 'It is not there.' } },
    });
    const { code, output } = await forgotten.ended;
    expect(code).toBe(3);
    expect(output).toContain('Azure no longer keeps the result');
  });

  test('ends with 4 after --timeout, and says that the operation goes on', async () => {
    const { code, errors } = await wait(RUNNING, '--timeout', '500ms').ended;
    expect(code).toBe(4);
    expect(errors).toContain('The operation itself goes on.');
  });

  test('ends with 5 without the right to read it, and without a sign-in', async () => {
    const hidden = azure.operation({ script: RUNNING, subscriptionId: PRIVATE });
    const forbidden = await startCommand(azure, ['wait', hidden.asyncOperationUrl]).ended;
    expect(forbidden.code).toBe(5);
    expect(forbidden.errors).toContain('This says nothing about the operation itself.');

    const seen = azure.operation({ script: RUNNING });
    const settings = { AZURE_ACCESS_TOKEN: 'another-token' };
    const url = seen.asyncOperationUrl;
    expect((await startCommand(azure, ['wait', url], { settings }).ended).code).toBe(5);
    expect((await startCommand(azure, ['status', url], { settings }).ended).code).toBe(5);
  });

  test('tries again where a sign-in has failed once, and says nothing of a bot', async () => {
    const story = stepwise(backupStory(SHORT));
    const body = { error: { code: 'InvalidAuthenticationToken', message: 'It is not taken.' } };
    const waiting = wait((read) =>
      read.reads === 1 ? { kind: 'status', status: 401, body } : story(read),
    );
    const { code, output, errors } = await waiting.ended;
    expect(code).toBe(0);
    expect(output + errors).not.toMatch(/\bbot\b/);
  });

  test('ends with 70 where nobody reads its output any more, as that is no failure', async () => {
    const started = wait(RUNNING, '--json');
    await vi.waitUntil(() => started.output() !== '', { timeout: 20_000 });
    started.closeOutput();
    started.kill('SIGINT');
    expect((await started.ended).code).toBe(70);
  });

  test('says of a wrong setting that it may be left out', async () => {
    const settings = { POLL_MAX: 'soon' };
    const { code, errors } = await startCommand(azure, ['wait', 'x'], { settings }).ended;
    expect(code).toBe(64);
    expect(errors).toContain('POLL_MAX must be a number with a unit');
    expect(errors).not.toMatch(/can’t start|\.env|demo/);
  });

  test('ends with 6 under a word that nobody documented', async () => {
    const { code, output } = await wait(ended((end) => endedOtherwise('Faulted', end))).ended;
    expect(code).toBe(6);
    expect(output).toContain('Faulted');
  });

  test.each([
    { args: ['wait'], says: 'Which operation?' },
    { args: ['wait', 'nothing'], says: 'is not an operation' },
    {
      args: ['wait', '8f2c7c1e-5b0a-4d55-9a0b-3c6f1f0f6c11'],
      says: '--subscription and --location',
    },
    { args: ['wait', 'x', '--timeout', '5'], says: '--timeout must be a number with a unit' },
    { args: ['wathc'], says: 'There is no command "wathc". There are: wait, ' },
    { args: ['wait', 'x', '--nonsense'], says: 'There is no option --nonsense.\n' },
    { args: ['wait', 'x', '--timeout'], says: "'--timeout <value>' argument missing" },
  ])('ends with 64 for $args', async ({ args, says }) => {
    const { code, errors } = await startCommand(azure, args).ended;
    expect(code).toBe(64);
    expect(errors).toContain(says);
  });

  test.each([
    { what: 'gateways that fail', answer: { kind: 'status', status: 502 } as const },
    {
      what: 'too many reads',
      answer: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } as const,
    },
    { what: 'connections that break', answer: { kind: 'drop' } as const },
  ])('outlasts $what, and says nothing of a failure', async ({ answer }) => {
    let struck = 0;
    const story = stepwise(backupStory(SHORT));
    const started = wait((read) => {
      const isStruck = read.reads >= 2 && read.reads <= 4;
      if (isStruck) struck += 1;
      return isStruck ? answer : story(read);
    });
    const { code, output } = await started.ended;
    expect(struck).toBe(3);
    expect(code).toBe(0);
    expect(output).not.toContain('failed');
  });

  test('takes the first operation of a debug dump, and passes the dump on', async () => {
    const operation = azure.operation({ script: backupStory(SHORT) });
    const noise = "cli.azure.cli.core.sdk.policies: Response headers: 'x-ms-request-id': 'a'\n";
    const piped = `${noise.repeat(4000)}'Azure-AsyncOperation': '${operation.asyncOperationUrl}'\n'Location': '${operation.locationUrl}'\n`;
    const { code, errors } = await startCommand(azure, ['wait', '-'], { piped }).ended;
    expect(code).toBe(0);
    expect(errors).toBe(piped);

    const quiet = await startCommand(azure, ['wait', '-', '--quiet'], { piped }).ended;
    expect(quiet).toMatchObject({ code: 0, errors: '' });
    expect(quiet.output.trimEnd().split('\n')).toHaveLength(1);
  });

  test('refuses more than 1 MB', async () => {
    const piped = 'x'.repeat(1024 * 1024 + 1);
    expect((await startCommand(azure, ['wait', '-'], { piped }).ended).code).toBe(64);
  });

  test('writes JSON, one object a line, the last one the end', async () => {
    const { code, output } = await wait(stepwise(failingStory(SHORT)), '--json').ended;
    const lines = output
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(code).toBe(1);
    expect(lines.flatMap((line) => problemsIn(line, SCHEMA))).toEqual([]);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines[0]).toMatchObject({ schema: 1, kind: 'progress', verdict: 'running' });
    expect(lines.at(-1)).toMatchObject({
      schema: 1,
      kind: 'end',
      verdict: 'failed',
      exitCode: 1,
      operation: { subscriptionId: azure.subscriptionId },
      cause: { parts: expect.any(Number) },
    });
  });

  test('ends at once at Ctrl-C, and says that the operation goes on', async () => {
    const started = wait(RUNNING, '--poll', '1h');
    await vi.waitUntil(() => started.output() !== '', { timeout: 20_000 });
    started.kill('SIGINT');
    const { code, errors } = await started.ended;
    expect(code).toBe(130);
    expect(errors).toContain('The operation itself goes on.');
  });

  test('reads nothing else where AZURE_SUBSCRIPTIONS is set', async () => {
    const operation = azure.operation({ script: RUNNING });
    const settings = { AZURE_SUBSCRIPTIONS: 'other=99999999-9999-4999-8999-999999999999' };
    const args = ['wait', operation.asyncOperationUrl];
    const { code, output } = await startCommand(azure, args, { settings }).ended;
    expect(code).toBe(5);
    expect(operation.reads).toBe(0);
    expect(output).toContain('unset AZURE_SUBSCRIPTIONS');
    expect(output).not.toContain('Whoever runs me');
  });
});

describe('the other commands', () => {
  test('status looks once', async () => {
    const operation = azure.operation({ script: RUNNING });
    const url = operation.asyncOperationUrl;
    const { code, output } = await startCommand(azure, ['status', url]).ended;
    expect(code).toBe(0);
    expect(output).toContain('⏳ Backup of');
    expect(operation.reads).toBe(1);

    operation.set({ kind: 'status', status: 503 });
    const unread = await startCommand(azure, ['status', url, '--json']).ended;
    expect(unread.code).toBe(75);
    expect(problemsIn(JSON.parse(unread.output), SCHEMA)).toEqual([]);

    operation.set({ kind: 'hang' });
    const late = await startCommand(azure, ['status', url, '--timeout', '100ms']).ended;
    expect(late.code).toBe(75);
    expect(late.errors).toContain('no answer in time');
  });

  test('doctor tells whether a subscription can be read', async () => {
    const look = (id: string) => startCommand(azure, ['doctor', '--subscription', id]).ended;
    expect(await look(azure.subscriptionId)).toMatchObject({ code: 0 });
    expect(await look(PRIVATE)).toMatchObject({ code: 5 });
    // A name that no setting has is no trouble of Azure's.
    const unknown = await look('prod');
    expect(unknown.code).toBe(64);
    expect(unknown.errors).toContain('a name in AZURE_SUBSCRIPTIONS');
  });

  test('doctor waits no longer than --timeout', async () => {
    const silent = await startRawServer(() => undefined);
    onTestFinished(() => silent.close());
    const args = ['doctor', '--subscription', azure.subscriptionId, '--timeout', '300ms'];
    const settings = { AZURE_RESOURCE_MANAGER_URL: silent.url };
    const { code, errors } = await startCommand(azure, args, { settings }).ended;
    expect(code).toBe(75);
    expect(errors).toContain('Azure did not answer in time.');
  });

  test.each(['sh', '__proto__', 'constructor'])('completion knows no %s', async (shell) => {
    expect((await startCommand(azure, ['completion', shell]).ended).code).toBe(64);
  });

  test.each([
    { args: ['--help'], says: 'Exit codes' },
    { args: ['--version'], says: /^\d+\.\d+\.\d+\n$/ },
    { args: ['completion', 'bash'], says: 'complete -F _mysqlop mysqlop' },
    { args: ['completion', 'fish'], says: '-l timeout -x' },
    { args: ['completion', 'zsh'], says: '#compdef mysqlop' },
  ])('$args prints what it is to', async ({ args, says }) => {
    const { code, output } = await startCommand(azure, args).ended;
    expect(code).toBe(0);
    expect(output).toMatch(says);
  });
});
