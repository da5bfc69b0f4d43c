import type { AuditEntry } from '../redis/audit-store.ts';
import type { KeptWatches } from '../redis/kept-watches.ts';
import { messageOfName, type WatchId } from '../watch/names.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { Caller } from './asker.ts';
import type { Asking } from './asking.ts';
import type { AuditDependencies } from './audit.ts';
import { unlessLater } from './unless-later.ts';

/** What an answer tells of what was changed. */
interface Told {
  readonly kind: string;
  readonly reference?: OperationReference;
  readonly record?: { readonly reference: OperationReference };
  readonly operationId?: string;
  readonly answers?: readonly Told[];
  readonly found?: Promise<Told>;
}

export interface AuditedDependencies extends Pick<AuditDependencies, 'audit' | 'now' | 'log'> {
  readonly watches: Pick<KeptWatches, 'loadAll'>;
}

/** What people can ask for; of what changes something it is noted who asked for it, and how that was answered. */
export function audited(asking: Asking, dependencies: AuditedDependencies): Asking {
  const { audit, watches, now, log } = dependencies;

  async function noted<Answer extends Told>(
    presser: Caller,
    verb: string,
    work: Promise<Answer>,
    about: () => Promise<readonly string[]> | readonly string[] = () => [],
  ): Promise<Answer> {
    const answer = await work;
    const isCertain = answer.kind !== 'no-answer' && answer.kind !== 'uncertain';
    // Where our memory is out of order, nobody waits for it once more.
    const noting = note(presser, verb, answer, about);
    if (isCertain) await unlessLater(noting, NOTE_WITHIN_MS, undefined);
    // What it comes to is known later.
    answer.found?.then((found) => note(presser, verb, found, about)).catch(() => undefined);
    return answer;
  }

  async function note(
    { user, channel }: Caller,
    verb: string,
    answer: Told,
    about: () => Promise<readonly string[]> | readonly string[],
  ): Promise<void> {
    try {
      const named = operationsOf(answer);
      const entry: AuditEntry = {
        at: now(),
        by: user,
        channel,
        verb,
        about: [...(named.length > 0 ? named : await about())].slice(0, MOST_NAMED),
        outcome: outcomeOf(answer),
      };
      log.info({ event: 'audit', ...entry });
      await audit.note(entry);
    } catch (error) {
      notKept(error, { user, channel }, verb);
    }
  }

  /** What was asked for is answered all the same, and stands in the log. */
  function notKept(error: unknown, { user, channel }: Caller, verb: string): void {
    log.warn({ event: 'audit.not_kept', err: error, user, channel, verb });
  }

  async function noteTurnedAway(presser: Caller, verb: string, name?: string): Promise<void> {
    try {
      const { user: by, channel } = presser;
      const about = name === undefined ? [] : [name.slice(0, 100)];
      const entry = { at: now(), by, channel, verb, about, outcome: 'turned away' };
      log.info({ event: 'audit', ...entry });
      await audit.noteTurnedAway(entry);
    } catch (error) {
      notKept(error, presser, verb);
    }
  }

  async function operationOf(watchId: WatchId): Promise<readonly string[]> {
    const [record] = await watches.loadAll([watchId]);
    return [record?.reference.operationId ?? watchId];
  }

  async function operationBehind(name: string): Promise<readonly string[]> {
    const message = messageOfName(name);
    return message?.kind === 'alert' ? await operationOf(message.watchId) : [name.slice(0, 100)];
  }

  return {
    ...asking,
    turnedAway: noteTurnedAway,
    watch: (asker, wish) => noted(asker, 'watch', asking.watch(asker, wish)),
    defaults: (asker, wish) =>
      wish.kind === 'show'
        ? asking.defaults(asker, wish)
        : noted(asker, `defaults ${wish.kind}`, asking.defaults(asker, wish)),
    stop: (asker, operation) => noted(asker, 'stop', asking.stop(asker, operation)),
    stopWatch: (presser, id) =>
      noted(presser, 'stop', asking.stopWatch(presser, id), () => operationOf(id)),
    quiet: (asker, wish) =>
      noted(asker, wish.isQuiet ? 'quiet' : 'quiet off', asking.quiet(asker, wish)),
    quietCard: (presser, id, isQuiet) =>
      noted(presser, isQuiet ? 'quiet' : 'quiet off', asking.quietCard(presser, id, isQuiet), () =>
        operationOf(id),
      ),
    tellAtEnd: (presser, id) =>
      noted(presser, 'tell at end', asking.tellAtEnd(presser, id), () => operationOf(id)),
    acknowledge: (presser, wish) =>
      noted(presser, wish.verb.kind, asking.acknowledge(presser, wish), () =>
        operationBehind(wish.name),
      ),
    watchAgain: (presser, id) =>
      noted(presser, 'watch again', asking.watchAgain(presser, id), () => operationOf(id)),
  };
}

/** Who asks waits for no more than that. */
const NOTE_WITHIN_MS = 500;
/** So many are read at most. */
const MOST_NAMED = 10;

function operationsOf(answer: Told): readonly string[] {
  if (answer.answers) return answer.answers.flatMap(operationsOf);
  const { reference = answer.record?.reference, operationId = reference?.operationId } = answer;
  return operationId ? [operationId] : [];
}

function outcomeOf({ kind, answers }: Told): string {
  return answers ? [...new Set(answers.map(outcomeOf))].join(', ') : kind;
}
