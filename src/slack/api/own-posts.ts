import type { WebClient } from '@slack/web-api';
import * as v from 'valibot';
import type { Place } from './place.ts';
import type { CallListener } from './slack-failure.ts';
import { type SlackFailure, slackFailure } from './slack-failure.ts';

/**
 * `entry`: a message that tells several items tells this one, too. `unreadable`: the bot may not read that
 * channel's history, or there is too much of it, so nobody knows.
 */
export type Found =
  | { readonly kind: 'found' | 'entry'; readonly ts: string }
  | { readonly kind: 'absent' | 'unreadable' }
  | Extract<SlackFailure, { kind: 'later' }>;

interface Span {
  readonly sinceMs: number;
  readonly untilMs?: number | undefined;
}

/** A message of ours, and what it tells. */
interface OwnPost {
  readonly ts: string;
  /** Of a file: its name. */
  readonly id: string;
  readonly items: readonly string[];
}

type Looked =
  | { readonly kind: 'read'; readonly posts: readonly OwnPost[] }
  | Extract<Found, { kind: 'unreadable' | 'absent' | 'later' }>;

const EVENT_TYPE = 'mysqlop_post';
const LOOKUP_PAGES = 5;
const LOOKUP_PAGE = 200;
/** After a loss of memory, many look in one channel at once. */
const LOOK_AGAIN_AFTER_MS = 5000;

/** The messages of ours that stand in Slack, found by the ids that they carry. */
export class OwnPosts {
  readonly #client: WebClient;
  readonly #onCall: CallListener;
  readonly #looks = new Map<string, Promise<Looked>>();

  constructor(client: WebClient, onCall: CallListener) {
    this.#client = client;
    this.#onCall = onCall;
  }

  /**
   * Looks for a message of ours that carries an id, after a post of which nobody knows whether Slack
   * took it, or none of us remembers.
   *
   * @param sinceMs posted at this time or later, in milliseconds since the epoch
   * @param untilMs and not after this; what was read lately for it is then not read again
   */
  async find(place: Place, id: string, sinceMs: number, untilMs?: number): Promise<Found> {
    const isItself = (post: OwnPost) => post.id === id || post.id === fileNameOf(id);
    const isOne = (post: OwnPost) => isItself(post) || post.items.includes(id);
    const looked =
      untilMs === undefined
        ? await this.#look(place, { sinceMs }, isOne)
        : await this.#lookAtAll(place, { sinceMs, untilMs });
    if (looked.kind !== 'read') return looked;
    const alone = looked.posts.find(isItself);
    if (alone) return { kind: 'found', ts: alone.ts };
    const entry = looked.posts.find(isOne);
    return entry ? { kind: 'entry', ts: entry.ts } : { kind: 'absent' };
  }

  async #lookAtAll(place: Place, span: Span): Promise<Looked> {
    const key = JSON.stringify([place, span]);
    const known = this.#looks.get(key);
    if (known) return await known;
    const looking = this.#look(place, span, () => false);
    this.#looks.set(key, looking);
    setTimeout(() => this.#looks.delete(key), LOOK_AGAIN_AFTER_MS).unref();
    const looked = await looking;
    if (looked.kind !== 'read') this.#looks.delete(key);
    return looked;
  }

  /** @param isEnough ends it at such a message */
  async #look(place: Place, span: Span, isEnough: (post: OwnPost) => boolean): Promise<Looked> {
    const method = place.threadTs ? 'conversations.replies' : 'conversations.history';
    const posts: OwnPost[] = [];
    try {
      let cursor: string | undefined;
      for (let page = 0; page < LOOKUP_PAGES; page++) {
        const answer = await this.#page(place, span, cursor);
        this.#onCall(method, 'ok');
        posts.push(...(answer.messages ?? []).flatMap(ownPost));
        cursor = answer.response_metadata?.next_cursor;
        if (!cursor || posts.some(isEnough)) return { kind: 'read', posts };
      }
      return { kind: 'unreadable' };
    } catch (error) {
      return this.#notFound(method, slackFailure(error));
    }
  }

  async #page(
    { channel, threadTs }: Place,
    { sinceMs, untilMs }: Span,
    cursor: string | undefined,
  ) {
    const options = {
      channel,
      oldest: String(Math.max(0, sinceMs) / 1000),
      ...(untilMs !== undefined && { latest: String(untilMs / 1000) }),
      include_all_metadata: true,
      limit: LOOKUP_PAGE,
      ...(cursor && { cursor }),
    };
    return threadTs
      ? await this.#client.conversations.replies({ ...options, ts: threadTs })
      : await this.#client.conversations.history(options);
  }

  #notFound(method: string, failure: SlackFailure): Exclude<Looked, { kind: 'read' }> {
    // A thread that is no longer there holds no message of ours.
    if (failure.kind === 'refused') {
      return { kind: failure.about === 'message' ? 'absent' : 'unreadable' };
    }
    if (failure.error === 'missing_scope') return { kind: 'unreadable' };
    this.#onCall(method, failure);
    return failure;
  }
}

const Payload = v.object({ id: v.string(), items: v.optional(v.string(), '') });

/** What a message carries to be found by. Slack takes neither lists nor objects as values. */
export function metadataOf({
  id,
  items,
}: {
  readonly id: string;
  readonly items?: readonly string[];
}) {
  return {
    event_type: EVENT_TYPE,
    event_payload: { id, ...(items && { items: items.join(' ') }) },
  };
}

/** What a file of ours is called, to be found by: Slack takes no metadata with one. */
export function fileNameOf(id: string): string {
  return `${FILE_PREFIX}${id.replaceAll('/', '_')}.png`;
}

const FILE_PREFIX = 'mysqlop_';

function ownPost({
  ts,
  metadata,
  files,
}: {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: object };
  files?: readonly { name?: string }[];
}): readonly OwnPost[] {
  const [name] = (files ?? []).flatMap((file) => file.name ?? []);
  if (ts && name?.startsWith(FILE_PREFIX)) return [{ ts, id: name, items: [] }];
  const payload = v.safeParse(Payload, metadata?.event_payload);
  if (!ts || metadata?.event_type !== EVENT_TYPE || !payload.success) return [];
  const { id, items } = payload.output;
  return [{ ts, id, items: items.split(' ') }];
}
