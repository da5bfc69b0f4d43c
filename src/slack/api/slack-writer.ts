import type { WebClient } from '@slack/web-api';
import ky from 'ky';
import type { Message } from '../messages/message.ts';
import { type SlackFailure, slackFailure } from './slack-failure.ts';

/** Where a new message goes. */
export interface Place {
  readonly channel: string;
  /** Set for a reply in a thread. */
  readonly threadTs?: string;
}

export type Posted = { readonly kind: 'posted'; readonly ts: string } | SlackFailure;
export type Edited = { readonly kind: 'edited' } | SlackFailure;
export type Whispered = { readonly kind: 'whispered' } | SlackFailure;
export type Opened = { readonly kind: 'opened'; readonly channel: string } | SlackFailure;

/** Hears how each call went. */
export type CallListener = (method: string, outcome: 'ok' | SlackFailure) => void;

/** `unreadable`: the bot may not read that channel's history, so nobody knows. */
export type Found =
  | { readonly kind: 'found'; readonly ts: string }
  | { readonly kind: 'absent' | 'unreadable' }
  | Extract<SlackFailure, { kind: 'later' }>;

const EVENT_TYPE = 'mysqlop_post';
const LOOKUP_PAGES = 5;
const RESPONSE_URL_TIMEOUT_MS = 5000;

/** Everything that mysqlop writes to Slack. Expected failures are values; nothing is retried here. */
export class SlackWriter {
  readonly #client: WebClient;
  readonly #onCall: CallListener;
  readonly #directChannels = new Map<string, string>();

  constructor(client: WebClient, onCall: CallListener = () => undefined) {
    this.#client = client;
    this.#onCall = onCall;
  }

  /** Posts a new message that can be found again by its id. */
  async post(place: Place, id: string, message: Message): Promise<Posted> {
    return await this.#call<Posted>('chat.postMessage', async () => {
      const { ts } = await this.#client.chat.postMessage({
        channel: place.channel,
        ...(place.threadTs && { thread_ts: place.threadTs }),
        text: message.text,
        ...(message.blocks.length > 0 && { blocks: message.blocks }),
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: EVENT_TYPE, event_payload: { id } },
      });
      return ts ? { kind: 'posted', ts } : slackFailure(undefined);
    });
  }

  /** Makes a message look as given. */
  async edit(channel: string, ts: string, message: Message): Promise<Edited> {
    return await this.#call<Edited>('chat.update', async () => {
      await this.#client.chat.update({ channel, ts, text: message.text, blocks: message.blocks });
      return { kind: 'edited' };
    });
  }

  /** Opens the conversation with one person. */
  async openDirect(user: string): Promise<Opened> {
    const known = this.#directChannels.get(user);
    if (known) return { kind: 'opened', channel: known };
    return await this.#call<Opened>('conversations.open', async () => {
      const channel = await this.#client.conversations
        .open({ users: user })
        .then((answer) => answer.channel?.id)
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
    const outcome = await call().catch(slackFailure);
    this.#onCall(method, isFailure(outcome) ? outcome : 'ok');
    return outcome;
  }

  /**
   * Looks for a message of ours that carries an id, after a post of which nobody knows whether Slack
   * took it.
   *
   * @param sinceMs posted at this time or later, in milliseconds since the epoch
   */
  async find(place: Place, id: string, sinceMs: number): Promise<Found> {
    const method = place.threadTs ? 'conversations.replies' : 'conversations.history';
    try {
      let cursor: string | undefined;
      for (let page = 0; page < LOOKUP_PAGES; page++) {
        const answer = await this.#page(place, sinceMs, cursor);
        this.#onCall(method, 'ok');
        const ours = answer.messages?.find(({ metadata }) => isOurs(metadata, id));
        if (ours?.ts) return { kind: 'found', ts: ours.ts };
        cursor = answer.response_metadata?.next_cursor;
        if (!cursor) return { kind: 'absent' };
      }
      return { kind: 'unreadable' };
    } catch (error) {
      return this.#notFound(method, slackFailure(error));
    }
  }

  async #page({ channel, threadTs }: Place, sinceMs: number, cursor: string | undefined) {
    const options = {
      channel,
      oldest: String(sinceMs / 1000),
      include_all_metadata: true,
      limit: 100,
      ...(cursor && { cursor }),
    };
    return threadTs
      ? await this.#client.conversations.replies({ ...options, ts: threadTs })
      : await this.#client.conversations.history(options);
  }

  #notFound(method: string, failure: SlackFailure): Found {
    // A thread that is no longer there holds no message of ours.
    if (failure.kind === 'refused') {
      return { kind: failure.about === 'message' ? 'absent' : 'unreadable' };
    }
    if (failure.error === 'missing_scope') return { kind: 'unreadable' };
    this.#onCall(method, failure);
    return failure;
  }

  /** Tells one person alone, in the channel where they asked. */
  async whisper(
    to: { readonly channel: string; readonly user: string; readonly responseUrl?: string },
    message: Message,
  ): Promise<Whispered> {
    if (to.responseUrl && (await respond(to.responseUrl, message))) return { kind: 'whispered' };
    return await this.#call<Whispered>('chat.postEphemeral', async () => {
      await this.#client.chat.postEphemeral({ channel: to.channel, user: to.user, ...message });
      return { kind: 'whispered' };
    });
  }
}

/** Without the scope for it, there is no such conversation; all else that the bot does goes on. */
function asNoWay(error: unknown): SlackFailure {
  const failure = slackFailure(error);
  return failure.error === 'missing_scope'
    ? { kind: 'refused', error: failure.error, about: 'channel' }
    : failure;
}

function isFailure(outcome: { readonly kind: string }): outcome is SlackFailure {
  return outcome.kind === 'later' || outcome.kind === 'refused';
}

/** What Slack answers where it has shown the message: `ok`, or an object that says so. */
const SHOWN = /^\s*(?:ok|\{\s*"ok"\s*:\s*true\b.*\})\s*$/s;

/** A response_url works where the bot is no member, five times within 30 minutes. */
async function respond(responseUrl: string, message: Message): Promise<boolean> {
  try {
    const answer = await ky
      .post(responseUrl, {
        json: { response_type: 'ephemeral', ...message },
        timeout: RESPONSE_URL_TIMEOUT_MS,
        retry: 0,
      })
      .text();
    return SHOWN.test(answer);
  } catch {
    return false;
  }
}

function isOurs(
  metadata: { event_type?: string; event_payload?: object } | undefined,
  id: string,
): boolean {
  const payload = metadata?.event_payload;
  return metadata?.event_type === EVENT_TYPE && !!payload && 'id' in payload && payload.id === id;
}
