import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupStory } from '../../src/sandbox/azure/backup-story.ts';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../src/sandbox/azure/simulated-azure.ts';
import { startCommand } from './start-command.ts';
import { stepwise } from './stepwise.ts';

const CLEAR_REST = '\u001b[K';
const CLEAR_LINE = '\u001b[2K';

let azure: SimulatedAzure;
beforeAll(async () => {
  azure = await startSimulatedAzure({ limits: false });
});
afterAll(() => azure.close());

/** What a terminal is sent until an operation has ended. */
async function sentTo(columns: number, settings: Readonly<Record<string, string>> = {}) {
  const script = stepwise(backupStory({ totalBytes: 40e9, durationMs: 1000 }));
  const args = ['wait', azure.operation({ script }).asyncOperationUrl];
  const { output } = await startCommand(azure, args, { columns, settings }).ended;
  return output;
}

/** Each thing that was written over, as it stood there. */
function liveLines(sent: string): readonly string[] {
  const written = sent.split('\r').filter((part) => part.includes(CLEAR_REST));
  return written.map((part) => part.slice(0, part.indexOf(CLEAR_REST)));
}

describe.runIf(existsSync('/usr/bin/script'))('on a terminal', () => {
  test('one line is kept up to date, and what stays is the end', async () => {
    const sent = await sentTo(80);
    const lines = liveLines(sent);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.at(-1)).toMatch(/^⏳ Backup of orders-prod {2}█+░* \d\d % · [\d.]+ of 37.3 GiB/);
    // Taken away before the end is said.
    const [, end, ...others] = sent.split(CLEAR_LINE);
    expect(end).toMatch(/^[\d-]+ [\d:]+ UTC {2}✅ Backup of orders-prod succeeded/);
    expect(others).toEqual([]);
    expect(sent.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each([20, 30, 40, 60, 80, 120])(
    '%i columns wide, nothing wraps and the share is there',
    async (columns) => {
      const lines = liveLines(await sentTo(columns));
      expect(lines.length).toBeGreaterThan(3);
      for (const line of lines) {
        expect(line).toMatch(/\d+ %/);
        // The sign takes two columns.
        expect(line.length + 1).toBeLessThan(columns);
      }
    },
  );

  test('that can write nothing over gets a line a change', async () => {
    const sent = await sentTo(80, { TERM: 'dumb' });
    expect(sent).not.toContain('\u001b');
    expect(sent.trimEnd().split('\n').length).toBeGreaterThan(3);
  });
});
