import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { backupStory } from '../../src/sandbox/azure/backup-story.ts';
import { startSimulatedAzure } from '../../src/sandbox/azure/simulated-azure.ts';
import { packageJson } from './package-json.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

describe('the package', () => {
  let folder = '';
  let installed = '';

  // As npm would unpack it into an empty folder; what it depends on is lent by the project.
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mysqlop-package-'));
    await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: PROJECT });
    installed = join(folder, 'node_modules/mysqlop');
    mkdirSync(installed, { recursive: true });
    const [tarball = ''] = globSync('*.tgz', { cwd: folder });
    const unpack = ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1'];
    await run('tar', unpack);
    symlinkSync(join(PROJECT, 'node_modules'), join(installed, 'node_modules'));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function program(): string {
    const { bin } = packageJson();
    return join(installed, bin.mysqlop);
  }

  test('waits for an operation from an empty folder', async () => {
    const azure = await startSimulatedAzure({ limits: false });
    onTestFinished(() => azure.close());
    const script = backupStory({ totalBytes: 40e9, durationMs: 1 });
    const { asyncOperationUrl } = azure.operation({ script });
    const { stdout } = await run(process.execPath, [program(), 'wait', asyncOperationUrl], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        AZURE_RESOURCE_MANAGER_URL: azure.url,
        AZURE_ACCESS_TOKEN: azure.token,
      },
    });
    expect(stdout).toContain('succeeded');
  });

  test('runs the bot, with each step of Redis', async () => {
    const app = join(installed, 'dist/src/app/app.js');
    const code = `const { startApp } = await import(${JSON.stringify(app)}); console.log(typeof startApp)`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code]);
    expect(stdout).toBe('function\n');
    const lua = (cwd: string) => globSync('redis/steps/**/*.lua', { cwd }).toSorted();
    expect(lua(join(installed, 'dist/src'))).toEqual(lua(join(PROJECT, 'src')));
  });

  test('holds nothing that only the project needs', () => {
    for (const part of ['src', 'test', 'docs', '.env', 'dist/src/sandbox', 'dist/test']) {
      expect(existsSync(join(installed, part)), part).toBe(false);
    }
    expect(existsSync(join(installed, 'LICENSE'))).toBe(true);
  });
});
