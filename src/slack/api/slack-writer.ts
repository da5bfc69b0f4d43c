import type { FetchFunction, WebClient } from '@slack/web-api';
import * as v from 'valibot';
import { ChannelId, type UserId } from '../../watch/names.ts';
import type { Message } from '../messages/message.ts';
import {
  isSlackFailure,
  mayBeWorkspace,
  type SlackFailure,
  slackFailure,
  workspaceFailure,
} from './slack-failure.ts';

/** Where a new message goes. */
export interface Place {
  readonly channel: ChannelId;
  /** Set for a reply in a thread. */
  readonly threadTs?: string;
}

/**
 * `isStray`: it was meant for a thread and stands in the channel. Slack does so where the parent is gone and had no
 * replies; the answer's `message` then has no `thread_ts`. Reported in slack-go/slack issue 1571, not documented.
 */
export type Posted =
  | { readonly kind: 'posted'; readonly ts: string; readonly isStray: boolean }
  | SlackFailure;
export type Edited = { readonly kind: 'edited' } | SlackFailure;
export type Whispered = { readonly kind: 'whispered' } | SlackFailure;
export type Opened = { readonly kind: 'opened'; readonly channel: ChannelId } | SlackFailure;

/** Hears how each call went. */
export type CallListener = (method: string, outcome: 'ok' | SlackFailure) => void;

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
const RESPONSE_URL_TIMEOUT_MS = 5000;

/** Everything that mysqlop writes to Slack. Expected failures are values; nothing is retried here. */
export class SlackWriter {
  readonly #client: WebClient;
  readonly #onCall: CallListener;
  readonly #fetch: FetchFunction;
  readonly #directChannels = new Map<UserId, ChannelId>();
  readonly #looks = new Map<string, Promise<Looked>>();

  /** @param fetch for what is no call of the Web API: answers to a response_url */
  constructor(
    client: WebClient,
    onCall: CallListener = () => undefined,
    fetch: FetchFunction = globalThis.fetch,
  ) {
    this.#client = client;
    this.#fetch = fetch;
    this.#onCall = onCall;
  }

  /** Posts a new message that can be found again by its id. */
  async post(place: Place, id: string, message: Message): Promise<Posted> {
    return await this.#call<Posted>('chat.postMessage', async () => {
      const { ts, message: taken } = await this.#client.chat.postMessage({
        channel: place.channel,
        ...(place.threadTs && { thread_ts: place.threadTs }),
        text: message.text,
        ...(message.blocks.length > 0 && { blocks: message.blocks }),
        unfurl_links: false,
        unfurl_media: false,
        metadata: metadataOf({ id, ...message.tells }),
      });
      const isStray = Boolean(place.threadTs && taken && !taken.thread_ts);
      return ts ? { kind: 'posted', ts, isStray } : slackFailure(undefined);
    });
  }

  /** Makes a message look as given. */
  async edit(channel: ChannelId, ts: string, message: Message): Promise<Edited> {
    return await this.#call<Edited>('chat.update', async () => {
      const { text, blocks, tells } = message;
      await this.#client.chat.update({
        channel,
        ts,
        text,
        blocks,
        ...(tells && { metadata: metadataOf(tells) }),
      });
      return { kind: 'edited' };
    });
  }

  /** Opens the conversation with one person. */
  async openDirect(user: UserId): Promise<Opened> {
    const known = this.#directChannels.get(user);
    if (known) return { kind: 'opened', channel: known };
    return await this.#call<Opened>('conversations.open', async () => {
      const channel = await this.#client.conversations
        .open({ users: user })
        .then((answer) => v.parse(v.optional(ChannelId), answer.channel?.id))
        .catch(asNoWay);
      if (typeof channel === 'object') return channel;
      if (!channel) return slackFailure(undefined);
      this.#directChannels.set(user, channel);
      return { kind: 'opened', channel };
    });
  }

  async #call<Outcome extends { readonly kind: string }>(
    method: string,
    call: () => Promise<Outcome | SlackFailure>,
  ): Promise<Outcome | SlackFailure> {
    const answered = await call().catch(slackFailure);
    const outcome = isSlackFailure(answered) ? await this.#reaching(answered) : answered;
    this.#onCall(method, isSlackFailure(outcome) ? outcome : 'ok');
    return outcome;
  }

  /** What concerns one conversation must harm only that one; where `auth.test` is refused as well, it is all. */
  async #reaching(failure: SlackFailure): Promise<SlackFailure> {
    if (!mayBeWorkspace(failure)) return failure;
    try {
      await this.#client.auth.test();
      return failure;
    } catch (error) {
      const why = slackFailure(error);
      // That it can't be asked at the moment says nothing.
      const isPassing = why.kind === 'later' && why.cause !== 'workspace';
      return isPassing ? failure : workspaceFailure(why.error);
    }
  }

  /**
   * Looks for a message of ours that carries an id, after a post of which nobody knows whether Slack
   * took it, or none of us remembers.
   *
   * @param sinceMs posted at this time or later, in milliseconds since the epoch
   * @param untilMs and not after this; what was read lately for it is then not read again
   */
  async find(place: Place, id: string, sinceMs: number, untilMs?: number): Promise<Found> {
    const isOne = (post: OwnPost) => post.id === id || post.items.includes(id);
    const looked =
      untilMs === undefined
        ? await this.#look(place, { sinceMs }, isOne)
        : await this.#lookAtAll(place, { sinceMs, untilMs });
    if (looked.kind !== 'read') return looked;
    const alone = looked.posts.find((post) => post.id === id);
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

  /**
   * Tells one person alone, in the channel where they asked. What the `response_url` may have shown is shown once
   * more where that is not sure.
   */
  async whisper(
    to: {
      readonly channel: ChannelId;
      readonly user: UserId;
      readonly threadTs?: string | undefined;
      readonly responseUrl?: string | undefined;
    },
    message: Message,
  ): Promise<Whispered> {
    const { channel, user, threadTs, responseUrl } = to;
    const said = { ...message, ...(threadTs && { thread_ts: threadTs }) };
    const isSlacks = responseUrl && isOfSlack(responseUrl, this.#client.slackApiUrl);
    if (isSlacks && (await this.#respond(responseUrl, said))) return { kind: 'whispered' };
    return await this.#call<Whispered>('chat.postEphemeral', async () => {
      await this.#client.chat.postEphemeral({ channel, user, ...said });
      return { kind: 'whispered' };
    });
  }

  /** A response_url works where the bot is no member, five times within 30 minutes. */
  async #respond(
    responseUrl: string,
    message: Message & { readonly thread_ts?: string },
  ): Promise<boolean> {
    try {
      const answer = await this.#fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
        signal: AbortSignal.timeout(RESPONSE_URL_TIMEOUT_MS),
      });
      return answer.ok && SHOWN.test(await answer.text());
    } catch {
      return false;
    }
  }
}

/** Without the scope for it, there is no such conversation; all else that the bot does goes on. */
function asNoWay(error: unknown): SlackFailure {
  const failure = slackFailure(error);
  return failure.error === 'missing_scope'
    ? { kind: 'refused', error: failure.error, about: 'channel' }
    : failure;
}

/** Of whatever has come into a record, nothing but Slack is called. */
function isOfSlack(responseUrl: string, apiUrl: string): boolean {
  if (!URL.canParse(responseUrl)) return false;
  const { protocol, hostname } = new URL(responseUrl);
  const api = new URL(apiUrl);
  if (protocol === api.protocol && hostname === api.hostname) return true;
  return protocol === 'https:' && /(?:^|\.)slack(?:-gov)?\.com$/.test(hostname);
}

/** What Slack answers where it has shown the message: `ok`, or an object that says so. */
const SHOWN = /^\s*(?:ok|\{\s*"ok"\s*:\s*true\b.*\})\s*$/s;

const Payload = v.object({ id: v.string(), items: v.optional(v.string(), '') });

/** Slack takes neither lists nor objects as values. */
function metadataOf({ id, items }: { readonly id: string; readonly items?: readonly string[] }) {
  return {
    event_type: EVENT_TYPE,
    event_payload: { id, ...(items && { items: items.join(' ') }) },
  };
}

function ownPost({
  ts,
  metadata,
}: {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: object };
}): readonly OwnPost[] {
  const payload = v.safeParse(Payload, metadata?.event_payload);
  if (!ts || metadata?.event_type !== EVENT_TYPE || !payload.success) return [];
  const { id, items } = payload.output;
  return [{ ts, id, items: items.split(' ') }];
}
