import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import type { Script } from '../../src/sandbox/azure/answer.ts';
import { backupStory } from '../../src/sandbox/azure/backup-story.ts';
import { canceledOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { failingStory } from '../../src/sandbox/azure/failing-story.ts';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../src/sandbox/azure/simulated-azure.ts';
import { NIGHTLY, startApiWorld } from '../api/start-api-world.ts';
import { cardsOf, shownIn } from '../e2e/cards.ts';
import { DBA } from '../e2e/start-test-world.ts';
import { projectFile } from '../project/project-files.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const DOCUMENT = projectFile('docs/pipelines.md');

const SUCCEEDS = backupStory({ totalBytes: 40e9, durationMs: 1 });
const FAILS = failingStory({ totalBytes: 40e9, durationMs: 1 });
const CANCELED: Script = ({ startedAt }) => ({
  kind: 'ok',
  body: canceledOperation({ startTime: startedAt, endTime: startedAt + 1000 }),
});

let azure: SimulatedAzure;
beforeAll(async () => {
  azure = await startSimulatedAzure({ limits: false });
});
afterAll(() => azure.close());

/** The code blocks of a language, in their order. */
function blocks(language: string): readonly string[] {
  const found = DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'));
  return Array.from(found, ([, text = '']) => text);
}

const [bash = '', handOver = '', waitToo = '', goesOn = ''] = blocks('sh');
const [github = '', pipelines = ''] = blocks('yaml');

/** Runs a recipe where `az` starts an operation and `npx` runs this project. */
async function runRecipe(recipe: string, script: Script): Promise<number> {
  const { asyncOperationUrl } = azure.operation({ script });
  return (await runOn(asyncOperationUrl, recipe)).code;
}

async function runOn(
  asyncOperationUrl: string,
  recipe: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly printed: string; readonly complained: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'mysqlop-recipe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const dump = `cli.azure.cli.core.util: Response headers:\n'Azure-AsyncOperation': '${asyncOperationUrl}'`;
  const program = (name: string, text: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  program('az', `cat >&2 <<'END'\n${dump}\nEND`);
  program('npx', `shift 2\nexec '${process.execPath}' '${MAIN}' "$@"`);
  const env = {
    PATH: [folder, process.env['PATH']].join(delimiter),
    AZURE_RESOURCE_MANAGER_URL: azure.url,
    AZURE_ACCESS_TOKEN: azure.token,
    BACKUP_URL: 'https://management.azure.com/backup',
    OPERATION_URL: asyncOperationUrl,
    ...settings,
  };
  return await new Promise((resolve) => {
    execFile('bash', ['-e', '-c', recipe], { cwd: folder, env }, (error, printed, complained) =>
      resolve({ code: error === null ? 0 : Number(error.code), printed, complained }),
    );
  });
}

// Each starts a shell and several processes.
describe('the recipes', { timeout: 120_000 }, () => {
  test.each([
    ['Bash', bash],
    ['GitHub Actions', String(parse(github).steps[0].run)],
    ['Azure Pipelines', String(parse(pipelines).steps[0].inputs.inlineScript)],
  ])('of %s end as the operation does', async (_, recipe) => {
    expect(await runRecipe(recipe, SUCCEEDS)).toBe(0);
    expect(await runRecipe(recipe, FAILS)).toBe(1);
  });

  test('of going on tells one end from another', async () => {
    expect(await runRecipe(goesOn, SUCCEEDS)).toBe(0);
    expect(await runRecipe(goesOn, CANCELED)).toBe(0);
    expect(await runRecipe(goesOn, FAILS)).toBe(1);
  });

  test('of handing over have it watched in Slack, once however often the step is tried', async () => {
    const world = await startApiWorld();
    onTestFinished(world.stop);
    const operation = world.azure.operation();
    const step = (token: string) =>
      runOn(operation.asyncOperationUrl, handOver, {
        MYSQLOP_API: world.apiUrl,
        MYSQLOP_TOKEN: token,
        SLACK_CHANNEL: DBA,
        RUN_ID: '4711-1',
      });
    const first = await step(NIGHTLY);
    expect(first).toMatchObject({ code: 0, printed: expect.stringMatching(/^https:.*\/C0DBA\/p/) });
    expect(await step(NIGHTLY)).toEqual(first);
    const [card, ...others] = cardsOf(world, DBA, operation);
    expect(others).toEqual([]);
    expect(card && shownIn(card)).toContain('nightly backup');
    expect((await step('wrong')).code).not.toBe(0);
  });

  test('of a card beside the waiting have the bot watch it, too', async () => {
    const world = await startApiWorld();
    onTestFinished(world.stop);
    const script = failingStory({ totalBytes: 40e9, durationMs: 4000 });
    const operation = world.azure.operation({ script });
    const { code, complained } = await runOn(operation.asyncOperationUrl, waitToo, {
      AZURE_RESOURCE_MANAGER_URL: world.azure.url,
      AZURE_ACCESS_TOKEN: world.azure.token,
      MYSQLOP_API: world.apiUrl,
      MYSQLOP_TOKEN: NIGHTLY,
      SLACK_CHANNEL: DBA,
    });
    expect(code).toBe(1);
    expect(complained).toMatch(/Watched in Slack, too: https:.*\/C0DBA\/p/);
    const [card, ...others] = cardsOf(world, DBA, operation);
    expect(others).toEqual([]);
    expect(card && shownIn(card)).toContain('nightly backup');
  });
});
