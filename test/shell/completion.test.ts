import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { completionFor } from '../../src/shell/completion.ts';

const run = promisify(execFile);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mysqlop-completion-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function scriptOf(shell: string): string {
  const path = join(folder, shell);
  writeFileSync(path, completionFor(shell) ?? '');
  return path;
}

function has(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`\nSKIPPED: what needs ${program}.\n`);
    return false;
  }
}

describe('a shell completes', () => {
  test.each([
    [['mysqlop', 'w'], 'wait'],
    [['mysqlop', 'wait', '--sl'], '--slack'],
    [['mysqlop', 'doctor', '--sl'], ''],
    [['mysqlop', 'completion', 'f'], 'fish'],
  ])('bash: %s', async (words, completed) => {
    const typed = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}`;
    const line = `source '${scriptOf('bash')}'; ${typed}; _mysqlop; echo "\${COMPREPLY[*]}"`;
    expect((await run('bash', ['-c', line])).stdout).toBe(`${completed}\n`);
  });

  test.runIf(has('fish'))('fish', async () => {
    const complete = async (line: string) => {
      const command = `source '${scriptOf('fish')}'; complete -C '${line}'`;
      const { stdout } = await run('fish', ['--no-config', '-c', command]);
      return stdout.trim();
    };
    expect(await complete('mysqlop w')).toBe('wait');
    expect(await complete('mysqlop wait --sl')).toBe('--slack');
    expect(await complete('mysqlop doctor --sl')).toBe('');
    expect(await complete('mysqlop completion f')).toBe('fish');
  });

  test.runIf(has('zsh') && has('script'))('zsh', { timeout: 60_000 }, async () => {
    const env = { PATH: process.env['PATH'], HOME: folder, TERM: 'dumb' };
    const shell = spawn('script', ['-qec', 'zsh -f -i', '/dev/null'], { env, stdio: 'pipe' });
    onTestFinished(() => {
      shell.kill('SIGKILL');
    });
    let shown = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
    const deadline = { timeout: 20_000 };
    const source = `autoload -Uz compinit; compinit -D -u; source '${scriptOf('zsh')}'; echo it is rea''dy`;
    shell.stdin.write(`${source}\n`);
    await vi.waitUntil(() => shown.includes('it is ready'), deadline);
    shell.stdin.write('mysqlop wa\t--sl\t');
    await vi.waitUntil(() => /mysqlop wait .*--slack/s.test(shown), deadline);
    shell.stdin.write('\u0015mysqlop completion f\t');
    await vi.waitUntil(() => shown.includes('completion fish'), deadline);
  });
});
