import type { Answer, Script } from '../../../../src/sandbox/azure/answer.ts';
import { backupStory } from '../../../../src/sandbox/azure/backup-story.ts';
import { failingStory } from '../../../../src/sandbox/azure/failing-story.ts';
import { importStory } from '../../../../src/sandbox/azure/import-story.ts';
import { serverId } from '../../../../src/sandbox/azure/server-id.ts';
import { DEFAULT_SUBSCRIPTION_ID } from '../../../../src/sandbox/azure/simulated-subscription.ts';
import type { PlannedOperation } from '../plan/planned-operation.ts';

const TOTAL_BYTES = 40 * 2 ** 30;
/** Longer than STALL_AFTER. */
const STALL_MS = 8_000;
/** Shorter than NOT_FOUND_AFTER. */
const LATE_MS = 3_000;
const ODD_WORDS = ['Pending', 'CancelInProgress', 'Running', 'PreparingTheFrobnicator'] as const;

const NOT_FOUND = refusal(404, 'ResourceNotFound', 'Not known here.');
const FORBIDDEN = refusal(403, 'AuthorizationMissing', 'The client may not read this.');
const UNAUTHORIZED = refusal(401, 'ExpiredAuthenticationToken', 'The access token has expired.');
const BROKEN = refusal(500, 'InternalServerError', 'Something went wrong.');

/** An operation's life in the simulated Azure. No text in it says "failed" but that of a failure. */
export function scriptOf({ history, durationMs, server }: PlannedOperation): Script {
  const story = {
    totalBytes: TOTAL_BYTES,
    durationMs,
    resourceId: serverId(DEFAULT_SUBSCRIPTION_ID, server),
  };
  const succeeding = backupStory(story);
  const canceling = backupStory({ ...story, ends: 'Canceled' });
  switch (history) {
    case 'succeeded':
      return succeeding;
    case 'completed':
      return reworded(succeeding, (word) => (word === 'Succeeded' ? 'Completed' : word));
    case 'importing':
      return importStory(story);
    case 'odd words':
      return reworded(succeeding, (word, reads) =>
        word === 'InProgress' ? (ODD_WORDS[reads % ODD_WORDS.length] ?? word) : word,
      );
    case 'failed at 0 %':
    case 'ends in rough weather':
      return failingStory({ ...story, failsAt: 1 });
    case 'failed at 100 %':
      return failingStory({ ...story, failsAt: 1, percent: 100 });
    case 'canceled':
      return canceling;
    case 'cancelled':
      return reworded(canceling, (word) => (word === 'Canceled' ? 'Cancelled' : word));
    case 'never known':
    case 'never known, in trouble':
      return () => NOT_FOUND;
    case 'known late':
      return interrupted(succeeding, 0, LATE_MS, NOT_FOUND);
    case 'gone':
      return interrupted(succeeding, durationMs / 2, Number.POSITIVE_INFINITY, NOT_FOUND);
    case 'forbidden for a while':
      return interrupted(succeeding, durationMs * 0.1, durationMs * 0.8, FORBIDDEN);
    case 'unauthorized for a while':
      return interrupted(canceling, durationMs * 0.3, durationMs * 0.8, UNAUTHORIZED);
    case 'unreadable for a while':
      return interrupted(
        failingStory({ ...story, failsAt: 1 }),
        durationMs * 0.2,
        durationMs * 0.9,
        BROKEN,
      );
    case 'stalled':
      return stalled(succeeding, durationMs * 0.3);
    case 'hanging near its end':
      return interrupted(succeeding, durationMs - 1_500, durationMs, { kind: 'hang' });
  }
}

function refusal(status: number, code: string, message: string): Answer {
  return { kind: 'status', status, body: { error: { code, message } } };
}

/** From one time to another after its begin it is answered differently. */
function interrupted(script: Script, fromMs: number, toMs: number, answer: Answer): Script {
  return (read) => (read.elapsedMs >= fromMs && read.elapsedMs < toMs ? answer : script(read));
}

function stalled(script: Script, fromMs: number): Script {
  return (read) => {
    const stoodMs = Math.min(STALL_MS, Math.max(0, read.elapsedMs - fromMs));
    return script({ ...read, elapsedMs: read.elapsedMs - stoodMs });
  };
}

function reworded(script: Script, reword: (status: string, reads: number) => string): Script {
  return (read) => {
    const answer = script(read);
    if (answer.kind !== 'ok') return answer;
    const status = reword(String(answer.body['status']), read.reads);
    return { ...answer, body: { ...answer.body, status } };
  };
}
