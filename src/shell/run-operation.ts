import type { Readable } from 'node:stream';
import { isOfRight } from '../watch/lacks-right.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import type { ReadOperation } from '../watch/reading.ts';
import { verdictOf, type WatchRecord } from '../watch/watch-record.ts';
import { explained } from '../words/plain-text.ts';
import { type Choosing, chooseOperation } from './choose-operation.ts';
import { CODE_OF_VERDICT, EXIT_CODES } from './exit-codes.ts';
import { type Followed, follow } from './follow.ts';
import type { OperationWish } from './parse-arguments.ts';
import { readPiped } from './read-piped.ts';
import { beginHandover, type HandoverSurroundings } from './tell-handover.ts';
import { changeKey, jsonLine, liveLine, plainLines, type Unended } from './watch-lines.ts';

export interface OperationSurroundings extends HandoverSurroundings {
  readonly where: Choosing;
  readonly read: ReadOperation;
  readonly policy: WatchPolicy;
  readonly chance: () => number;
  readonly input: Readable;
}

/** Waits for the end, or looks `once`. @returns the exit code */
export async function runOperation(
  wish: OperationWish,
  around: OperationSurroundings,
  { once }: { readonly once: boolean },
): Promise<number> {
  const { screen, interrupted } = around;
  const text = await textOf(wish, around);
  if (interrupted.aborted) return EXIT_CODES.interrupted;
  if (text === undefined) return screen.refuse('More than 1 MB is piped in.');
  if (wish.operation === '-' && !wish.isQuiet) screen.aside(text);
  const chosen = chooseOperation(text, wish, around.where);
  if (chosen.kind === 'wrong') return screen.refuse(chosen.problem);

  const handedOver = beginHandover(chosen.reference, wish, around);
  const tell = progressTeller(wish, around);
  const looked = new AbortController();
  const timeout = wish.timeoutMs === undefined ? [] : [AbortSignal.timeout(wish.timeoutMs)];
  const followed = await follow(chosen.reference, {
    ...around,
    policy: policyFor(wish, around.policy),
    signal: AbortSignal.any([interrupted, looked.signal, ...timeout]),
    onLook: (record) => {
      if (once) looked.abort();
      else if (!wish.isQuiet) tell(record);
    },
  });
  await handedOver();
  return tellEnd(followed, wish, around, once);
}

/** What names the operation; undefined where it is too long. */
async function textOf(
  { operation }: OperationWish,
  { input, interrupted }: OperationSurroundings,
): Promise<string | undefined> {
  if (operation !== '-') return operation;
  return await readPiped(input, interrupted).catch((error: unknown) => {
    if (interrupted.aborted) return undefined;
    throw error;
  });
}

/** Tells each change of what still runs. */
function progressTeller(
  { isJson }: OperationWish,
  { screen, now }: OperationSurroundings,
): (record: WatchRecord) => void {
  let last = '';
  return (record) => {
    if (verdictOf(record) !== 'running') return;
    if (screen.isLive && !isJson) {
      screen.live(liveLine(record, screen.columns));
      return;
    }
    const key = changeKey(record);
    if (key === last) return;
    last = key;
    const lines = isJson ? [jsonLine(record, now())] : plainLines(record, now());
    for (const line of lines) screen.say(line);
  };
}

function policyFor({ pollMs }: OperationWish, policy: WatchPolicy): WatchPolicy {
  return pollMs === undefined ? policy : { ...policy, pollMinMs: pollMs, pollMaxMs: pollMs };
}

function tellEnd(
  { why, record }: Followed,
  { isJson }: OperationWish,
  { screen, now, interrupted }: OperationSurroundings,
  once: boolean,
): number {
  const unended = why === 'ended' ? undefined : unendedOf(why, record, interrupted, once);
  const exitCode = exitCodeOf(record, unended);
  screen.clear();
  if (isJson) {
    screen.say(jsonLine(record, now(), { exitCode, unended }));
    return exitCode;
  }
  for (const line of plainLines(record, now())) screen.say(line);
  if (unended) screen.complain(wordsFor(unended, record));
  return exitCode;
}

function unendedOf(
  why: 'no-right' | 'aborted',
  { trouble, latest }: WatchRecord,
  interrupted: AbortSignal,
  once: boolean,
): Unended | undefined {
  if (why === 'no-right') return why;
  if (interrupted.aborted) return 'interrupted';
  if (once) return trouble || !latest ? 'unread' : undefined;
  return 'timed-out';
}

function exitCodeOf(record: WatchRecord, unended: Unended | undefined): number {
  switch (unended) {
    case 'timed-out':
      return EXIT_CODES.timedOut;
    case 'no-right':
      return EXIT_CODES.noRight;
    case 'interrupted':
      return EXIT_CODES.interrupted;
    case 'unread':
      return unreadCodeOf(record);
    case undefined: {
      const verdict = verdictOf(record);
      // A look that finds it running has found what it looked for.
      return verdict === 'running' || verdict === 'stopped' ? 0 : CODE_OF_VERDICT[verdict];
    }
    default:
      return unended satisfies never;
  }
}

const SAYS_NOTHING = 'This says nothing about the operation itself.';

function unreadCodeOf({ trouble }: WatchRecord): number {
  // Not even an answer in time.
  if (!trouble) return EXIT_CODES.unread;
  if (isOfRight(trouble)) return EXIT_CODES.noRight;
  return trouble.failure === 'not-found' ? EXIT_CODES.unknown : EXIT_CODES.unread;
}

function wordsFor(unended: Unended, { trouble }: WatchRecord): string {
  const explanation = trouble ? ` ${explained(trouble.explanation)}` : '';
  switch (unended) {
    case 'timed-out':
      return trouble
        ? `I waited no longer.${explanation} ${SAYS_NOTHING}`
        : 'I waited no longer. The operation itself goes on.';
    case 'interrupted':
      return 'I no longer wait. The operation itself goes on.';
    case 'no-right':
    case 'unread':
      return `I can’t read it:${explanation || ' there was no answer in time.'} ${SAYS_NOTHING}`;
    default:
      return unended satisfies never;
  }
}
