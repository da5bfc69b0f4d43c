import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { backupStory } from '../../src/sandbox/azure/backup-story.ts';
import { failingStory } from '../../src/sandbox/azure/failing-story.ts';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../src/sandbox/azure/simulated-azure.ts';
import { problemsIn } from '../json-schema.ts';
import { projectFile } from '../project/project-files.ts';
import { CARD, startBotApi, TOKEN, WATCH } from './bot-api.ts';
import { startCommand } from './start-command.ts';

const SCHEMA: unknown = JSON.parse(projectFile('docs/shell.schema.json'));
const SUCCEEDS = backupStory({ totalBytes: 40e9, durationMs: 1 });
const RUNNING = backupStory({ totalBytes: 40e9, durationMs: 3_600_000 });

let azure: SimulatedAzure;
beforeAll(async () => {
  azure = await startSimulatedAzure({ limits: false });
});
afterAll(() => azure.close());

function waitWith(
  settings: Readonly<Record<string, string>>,
  { script = SUCCEEDS, args = [] as readonly string[] } = {},
) {
  const operation = azure.operation({ script });
  const command = ['wait', operation.asyncOperationUrl, '--slack', 'C0DBA', ...args];
  return { operation, ...startCommand(azure, command, { settings }) };
}

const problem = (status: number, detail: string, headers = {}) => ({
  status,
  headers,
  body: { type: 'about:blank', title: 'A problem', status, detail },
});

describe('mysqlop wait --slack', () => {
  test('has the bot watch it, waits as well, and says where the card is', async () => {
    const api = await startBotApi({ status: 201, body: WATCH });
    const args = ['--label', 'nightly import', '--tell', 'U0ALICE,U0BOB'];
    const { operation, ended } = waitWith(api.settings, { args });
    const { code, output, errors } = await ended;

    expect(code).toBe(0);
    expect(output).toContain('succeeded');
    expect(errors).toBe(`📌 Watched in Slack, too: ${CARD}\n`);
    expect(api.requests).toEqual([
      {
        line: 'POST /v1/watches',
        authorization: `Bearer ${TOKEN}`,
        key: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
        body: {
          operation: expect.stringContaining(operation.operationId),
          channel: 'C0DBA',
          label: 'nightly import',
          tell: ['U0ALICE', 'U0BOB'],
        },
      },
    ]);
  });

  test.each([
    { status: 200, body: { ...WATCH, card: null, note: 'Its card is not up yet.' } },
    { status: 202, body: { ...WATCH, id: null, card: null } },
  ])('takes $status without a card', async (answer) => {
    const api = await startBotApi(answer);
    const { code, errors } = await waitWith(api.settings).ended;
    expect(code).toBe(0);
    expect(errors).toMatch(/Its card is not up yet\.|watches it in Slack where it finds it/);
  });

  test('sends the same request again after what passes', async () => {
    const now = { 'retry-after': '0' };
    const api = await startBotApi(
      problem(429, 'Too many requests.', now),
      problem(503, 'My memory is out of order.', now),
      problem(409, 'A request with this key is being carried out.', now),
      'drop',
      { status: 201, body: WATCH },
    );
    const { code, errors } = await waitWith(api.settings).ended;
    expect(code).toBe(0);
    expect(errors).toContain(CARD);
    expect(api.requests).toHaveLength(5);
    expect(new Set(api.requests.map(({ key, body }) => JSON.stringify([key, body]))).size).toBe(1);
  });

  test('gives up after a few attempts', async () => {
    const api = await startBotApi(
      problem(503, 'My memory is out of order.', { 'retry-after': '0' }),
    );
    const { code, errors } = await waitWith(api.settings).ended;
    expect(code).toBe(0);
    expect(errors).toContain('Not handed over to Slack: My memory is out of order. I wait here');
    expect(api.requests).toHaveLength(5);
  });

  test.each([
    {
      what: 'a refusal',
      answer: problem(422, 'That channel is closed to me: please /invite me there.'),
      says: 'Not handed over to Slack: That channel is closed to me: please /invite me there. I wait',
    },
    {
      what: 'a wrong token',
      answer: problem(401, 'No pipeline has that token.'),
      says: 'No pipeline has that token. Please check MYSQLOP_TOKEN.',
    },
    {
      what: 'a token that is said back, and a terminal that is steered',
      answer: problem(403, `Not with ${TOKEN}\u001b[31m.`),
      says: 'Not with [removed][31m. I wait',
    },
    {
      what: 'a redirect',
      answer: { status: 307, headers: { location: 'https://elsewhere.example.com/' } },
      says: 'It leads elsewhere (307), which I do not follow. Please check MYSQLOP_API.',
    },
    {
      what: 'another server',
      answer: { status: 200, body: 'Welcome!' },
      says: 'It answered 200, but with no watch. Please check MYSQLOP_API.',
    },
  ])('warns of $what, and ends as the operation does', async ({ answer, says }) => {
    const api = await startBotApi(answer);
    const script = failingStory({ totalBytes: 40e9, durationMs: 1 });
    const { code, errors } = await waitWith(api.settings, { script }).ended;
    expect(code).toBe(1);
    expect(errors).toContain(says);
    expect(errors).not.toContain(TOKEN);
    expect(api.requests).toHaveLength(1);
  });

  test('warns where nothing answers there, and waits on', async () => {
    const settings = { MYSQLOP_API: 'http://127.0.0.1:1', MYSQLOP_TOKEN: TOKEN };
    const { code, output, errors } = await waitWith(settings).ended;
    expect(code).toBe(0);
    expect(output).toContain('succeeded');
    expect(errors).toMatch(/could not be reached|had not answered yet/);
  });

  test('reads on while the bot thinks, and Ctrl-C ends both at once', async () => {
    const api = await startBotApi('hang');
    const { operation, ended, kill } = waitWith(api.settings, { script: RUNNING });
    await operation.until(5);
    await vi.waitUntil(() => api.requests.length > 0, { timeout: 20_000 });
    kill('SIGINT');
    const { code, errors } = await ended;
    expect(code).toBe(130);
    expect(errors).toContain('It had not answered yet; it may be watched or not.');
  });

  test.each([
    { answer: { status: 201, body: WATCH }, has: { watched: true, id: 'w1-1', card: CARD } },
    { answer: problem(422, 'It is refused.'), has: { watched: false } },
  ])('tells it as JSON by its schema: $has', async ({ answer, has }) => {
    const api = await startBotApi(answer);
    const { output } = await waitWith(api.settings, { args: ['--json'] }).ended;
    const lines = output
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines.flatMap((line) => problemsIn(line, SCHEMA))).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'handover', ...has }));
    expect(lines.at(-1)).toMatchObject({ kind: 'end' });
  });

  test.each([
    { args: ['wait', 'x', '--slack', '#dba'], says: '--slack must be a channel’s id' },
    { args: ['wait', 'x', '--slack', 'C0DBA'], says: '--slack needs MYSQLOP_API' },
    { args: ['wait', 'x', '--label', 'nightly'], says: '--label and --tell go with --slack' },
    { args: ['wait', 'x', '--slack', 'C0DBA', '--tell', '@bob'], says: '--tell must be ids' },
    { args: ['status', 'x', '--slack', 'C0DBA'], says: '"status" has no --slack' },
    { args: ['doctor', '--json'], says: '"doctor" has no --json' },
  ])('ends with 64 for $args', async ({ args, says }) => {
    const { code, errors } = await startCommand(azure, args).ended;
    expect(code).toBe(64);
    expect(errors).toContain(says);
  });

  test.each([
    {
      setting: { MYSQLOP_API: 'http://mysqlop.example.com' },
      says: 'MYSQLOP_API must be an https URL',
    },
    { setting: { MYSQLOP_TOKEN: 'two words' }, says: 'MYSQLOP_TOKEN must not contain spaces' },
  ])('ends with 64 for $setting', async ({ setting, says }) => {
    const given = { MYSQLOP_API: 'http://127.0.0.1:1', MYSQLOP_TOKEN: TOKEN, ...setting };
    const { code, errors } = await waitWith(given).ended;
    expect(code).toBe(64);
    expect(errors).toContain(says);
    expect(errors).not.toContain('two words');
  });
});
