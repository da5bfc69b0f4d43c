import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { backupStory } from '../../src/sandbox/azure/backup-story.ts';
import type { SimulatedAzure } from '../../src/sandbox/azure/simulated-azure.ts';

export interface WaitFigures {
  /** From the start of the process to its first line, Azure's answer to the first read included. */
  readonly firstLineMs: number;
  /** The most memory that it had resident (`VmHWM`), after `READS` reads. */
  readonly peakMb: number;
}

/** So many show what a long wait takes: memory no longer grows then. */
const READS = 25;

/**
 * Runs `wait` signed in by `az login`, as people do, and kills it after some reads. On Linux only.
 *
 * @param command the program, with its first arguments
 */
export async function measureWait(
  azure: SimulatedAzure,
  command: readonly string[],
): Promise<WaitFigures> {
  const operation = azure.operation({
    script: backupStory({ totalBytes: 40e9, durationMs: 3_600_000 }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'mysqlop-az-'));
  writeFileSync(join(folder, 'az'), azAnswering(azure.token));
  chmodSync(join(folder, 'az'), 0o755);
  const [program = '', ...args] = command;
  const startedAt = performance.now();
  const child = spawn(program, [...args, 'wait', operation.asyncOperationUrl], {
    env: {
      PATH: [folder, process.env['PATH']].join(delimiter),
      AZURE_RESOURCE_MANAGER_URL: azure.url,
      AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
      POLL_MIN: '50ms',
      POLL_MAX: '50ms',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(child.stdout, 'data');
    const firstLineMs = performance.now() - startedAt;
    child.stdout.resume();
    await operation.until(READS);
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return { firstLineMs, peakMb: Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024 };
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the Azure CLI answers about itself and for a token. */
function azAnswering(token: string): string {
  const answer = { accessToken: token, expires_on: Math.floor(Date.now() / 1000) + 3600 };
  return `#!/bin/sh\necho '${JSON.stringify({ 'azure-cli': '2.80.0', tokenType: 'Bearer', ...answer })}'\n`;
}
