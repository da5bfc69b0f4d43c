import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { readRetryAfter } from '../azure/answer-headers.ts';
import { cleanText } from '../azure/clean-text.ts';
import { operationPath } from '../azure/format-operation.ts';
import { beginningOf } from '../outgoing/beginning-of.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import { whyUnreached } from '../outgoing/why-unreached.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { SlackWish } from './parse-arguments.ts';

/** The bot's API, as docs/api.md has it. */
export interface BotApi {
  readonly fetch: Outgoing['fetch'];
  /** With a slash at its end. */
  readonly url: string;
  readonly token: string;
  /** By which the same request is known again. */
  readonly idempotencyKey: string;
  readonly now: () => number;
  /** Takes our own secrets out of what the API says. */
  readonly removeSecrets: (text: string) => string;
}

/** What came of it. `watched`: `card` is its link, `note` a sentence of the bot's on why there is none yet. */
export type Handover =
  | {
      readonly kind: 'watched';
      readonly id: string | undefined;
      readonly card: string | undefined;
      readonly note: string | undefined;
    }
  | { readonly kind: 'refused'; readonly why: string };

const MOST_ATTEMPTS = 5;
/** The bot waits for 4 s for a card, and looks for a place for 5 s. */
const ANSWER_WITHIN_MS = 15_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const MOST_BYTES = 64 * 1024;
const LONGEST_WORDS = 600;

const Watch = v.object({
  id: v.nullish(v.string()),
  card: v.nullish(v.pipe(v.string(), v.regex(/^https?:\/\/[\x21-\x7e]+$/))),
  note: v.nullish(v.string()),
});
const Problem = v.object({ title: v.optional(v.string()), detail: v.optional(v.string()) });

/**
 * Asks the bot to watch an operation in a channel, too. Tries again, a few times, what may pass: too many requests, faults of
 * the server, no answer. The same key makes all of it one request. Rejects with the reason of `signal` alone.
 */
export async function handOver(
  reference: OperationReference,
  { channel, label, tell }: SlackWish,
  api: BotApi,
  signal: AbortSignal,
): Promise<Handover> {
  const body = JSON.stringify({
    operation: operationPath(reference),
    channel,
    ...(label && { label }),
    ...(tell.length > 0 && { tell }),
  });
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await ask(body, api, signal);
    if (outcome.kind !== 'later') return outcome;
    if (attempt === MOST_ATTEMPTS) return { kind: 'refused', why: outcome.why };
    const pauseMs = outcome.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** attempt;
    await sleep(Math.min(pauseMs, LONGEST_PAUSE_MS), undefined, { signal });
  }
}

type Outcome =
  | Handover
  | { readonly kind: 'later'; readonly why: string; readonly retryAfterMs?: number | undefined };

async function ask(body: string, api: BotApi, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await api.fetch(new URL('v1/watches', api.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${api.token}`,
        'content-type': 'application/json',
        accept: 'application/json, application/problem+json',
        'idempotency-key': `"${api.idempotencyKey}"`,
        'user-agent': 'mysqlop',
      },
      body,
      // A token goes nowhere but where the setting says.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    return outcomeOf(response, await beginningOf(response, MOST_BYTES), api);
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'later', why: `${sentenceStart(whyUnreached(error))}. ${CHECK_URL}` };
  }
}

const CHECK_URL = 'Please check MYSQLOP_API.';

function outcomeOf(
  { status, headers }: Response,
  text: string,
  { now, removeSecrets }: BotApi,
): Outcome {
  const clean = (words: string) => cleanText(removeSecrets(words), LONGEST_WORDS);
  if (status >= 200 && status < 300) {
    const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), Watch), text);
    if (!success)
      return { kind: 'refused', why: `It answered ${status}, but with no watch. ${CHECK_URL}` };
    const { id, card, note } = output;
    return {
      kind: 'watched',
      id: id ? clean(id) : undefined,
      card: card ?? undefined,
      note: note ? clean(note) : undefined,
    };
  }
  const why = whyOf(status, text, clean);
  return isPassing(status, headers)
    ? { kind: 'later', why, retryAfterMs: readRetryAfter(headers, now()) }
    : { kind: 'refused', why };
}

/** The same request is being carried out (409): it says when to ask again. */
function isPassing(status: number, headers: Headers): boolean {
  return (
    status >= 500 ||
    [408, 425, 429].includes(status) ||
    (status === 409 && headers.has('retry-after'))
  );
}

/** The words of the problem document (RFC 9457) where there is one. */
function whyOf(status: number, text: string, clean: (words: string) => string): string {
  if (status >= 300 && status < 400) {
    return `It leads elsewhere (${status}), which I do not follow. ${CHECK_URL}`;
  }
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), text);
  const said = success ? clean(output.detail ?? output.title ?? '') : '';
  const words = said || `It answered ${status}.`;
  if (status === 401) return `${words} Please check MYSQLOP_TOKEN.`;
  return said || status >= 500 || status === 429 ? words : `${words} ${CHECK_URL}`;
}

function sentenceStart(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
