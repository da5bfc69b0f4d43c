import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { backupStory } from '../../src/sandbox/azure/backup-story.ts';
import { startSimulatedAzure } from '../../src/sandbox/azure/simulated-azure.ts';
import { measureWait } from '../shell/measure-wait.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';
import { NODE_24, testWithNode24 } from './node-24.ts';
import { packageJson } from './package-json.ts';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
const MOST_MB = 90;
const run = promisify(execFile);

describe('the package', () => {
  let installed: InstalledPackage;
  beforeAll(async () => {
    installed = await installPackage();
  }, 120_000);
  afterAll(() => installed.remove());

  function published(): unknown {
    return JSON.parse(readFileSync(join(installed.root, 'package.json'), 'utf8'));
  }

  test('waits for an operation from an empty folder', async () => {
    const azure = await startSimulatedAzure({ limits: false });
    onTestFinished(() => azure.close());
    const script = backupStory({ totalBytes: 40e9, durationMs: 1 });
    const { asyncOperationUrl } = azure.operation({ script });
    const args = [installed.program, 'wait', asyncOperationUrl];
    const { stdout } = await run(process.execPath, args, {
      cwd: installed.folder,
      env: {
        PATH: process.env['PATH'],
        AZURE_RESOURCE_MANAGER_URL: azure.url,
        AZURE_ACCESS_TOKEN: azure.token,
      },
    });
    expect(stdout).toContain('succeeded');
  });

  async function expectLittleMemory(node: string): Promise<void> {
    const azure = await startSimulatedAzure({ limits: false });
    onTestFinished(() => azure.close());
    const { peakMb } = await measureWait(azure, [node, installed.program]);
    expect(peakMb).toBeLessThan(MOST_MB);
  }
  const onLinux = process.platform === 'linux';
  test.runIf(onLinux)(`waits in less than ${MOST_MB} MB, signed in by az login`, async () => {
    await expectLittleMemory(process.execPath);
  });
  const testOnLinux = onLinux ? testWithNode24 : test.skip;
  testOnLinux('and so on Node 24', async () => {
    await expectLittleMemory(NODE_24);
  });

  test('runs the bot, with each step of Redis', async () => {
    const app = join(installed.root, 'src/app/app.js');
    const code = `const { startApp } = await import(${JSON.stringify(app)}); console.log(typeof startApp)`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code]);
    expect(stdout).toBe('function\n');
    // Without settings it says which it lacks, which it can only where it is found.
    const bot = run(process.execPath, [installed.program], { cwd: installed.folder, env: {} });
    await expect(bot).rejects.toThrow('SLACK_BOT_TOKEN');
    const lua = (cwd: string) => globSync('redis/steps/**/*.lua', { cwd }).toSorted();
    expect(lua(join(installed.root, 'src'))).toEqual(lua(SOURCES));
  });

  test('holds nothing that only the project needs, and the licenses of what it holds', () => {
    for (const part of ['test', 'docs', '.env', 'src/sandbox', 'src/shell']) {
      expect(existsSync(join(installed.root, part)), part).toBe(false);
    }
    expect(existsSync(join(installed.root, 'LICENSE'))).toBe(true);
    const licenses = readFileSync(join(installed.root, 'shell/LICENSES.txt'), 'utf8');
    for (const name of ['@azure/identity', '@azure/msal-node', 'ky', 'valibot']) {
      expect(licenses).toContain(`\n${name} `);
    }
  });

  test('fetches no Node: there is one where npx runs', () => {
    const { dependencies, engines } = packageJson();
    expect(published()).toMatchObject({
      dependencies,
      engines,
      bin: { mysqlop: 'shell/launch.js' },
    });
    for (const part of ['optionalDependencies', 'devDependencies', 'scripts']) {
      expect(published()).not.toHaveProperty(part);
    }
  });
});
