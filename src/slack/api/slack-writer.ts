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

  constructor(client: WebClient) {
    this.#client = client;
  }

  /**
   * Posts a new message that can be found again by its id. Where Slack refuses the blocks, the plain
   * sentence is posted: never silence.
   */
  async post(place: Place, id: string, message: Message): Promise<Posted> {
    const posted = await this.#post(place, id, message);
    const unfit = posted.kind === 'refused' && posted.about === 'content';
    return unfit ? await this.#post(place, id, { text: message.text, blocks: [] }) : posted;
  }

  async #post(place: Place, id: string, message: Message): Promise<Posted> {
    try {
      const { ts } = await this.#client.chat.postMessage({
        channel: place.channel,
        ...(place.threadTs && { thread_ts: place.threadTs }),
        text: message.text,
        ...(message.blocks.length > 0 && { blocks: message.blocks }),
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: EVENT_TYPE, event_payload: { id } },
      });
      return ts
        ? { kind: 'posted', ts }
        : { kind: 'later', error: 'no ts in the answer', taken: 'unknown', afterMs: undefined };
    } catch (error) {
      return slackFailure(error);
    }
  }

  /** Makes a message look as given; where Slack refuses the blocks, the plain sentence is shown. */
  async edit(channel: string, ts: string, message: Message): Promise<Edited> {
    const edited = await this.#edit(channel, ts, message);
    const unfit = edited.kind === 'refused' && edited.about === 'content';
    return unfit ? await this.#edit(channel, ts, { text: message.text, blocks: [] }) : edited;
  }

  async #edit(channel: string, ts: string, message: Message): Promise<Edited> {
    try {
      await this.#client.chat.update({ channel, ts, text: message.text, blocks: message.blocks });
      return { kind: 'edited' };
    } catch (error) {
      return slackFailure(error);
    }
  }

  /**
   * Looks for a message of ours that carries an id, after a post of which nobody knows whether Slack
   * took it.
   *
   * @param sinceMs posted at this time or later, in milliseconds since the epoch
   */
  async find(place: Place, id: string, sinceMs: number): Promise<Found> {
    const { channel, threadTs } = place;
    const common = {
      channel,
      oldest: String(sinceMs / 1000),
      include_all_metadata: true,
      limit: 100,
    };
    let cursor: string | undefined;
    try {
      for (let page = 0; page < LOOKUP_PAGES; page++) {
        const options = { ...common, ...(cursor && { cursor }) };
        const answer = threadTs
          ? await this.#client.conversations.replies({ ...options, ts: threadTs })
          : await this.#client.conversations.history(options);
        const ours = answer.messages?.find(({ metadata }) => isOurs(metadata, id));
        if (ours?.ts) return { kind: 'found', ts: ours.ts };
        cursor = answer.response_metadata?.next_cursor;
        if (!cursor) return { kind: 'absent' };
      }
      return { kind: 'unreadable' };
    } catch (error) {
      const failure = slackFailure(error);
      const mayNot = failure.kind === 'refused' || failure.error === 'missing_scope';
      return mayNot ? { kind: 'unreadable' } : failure;
    }
  }

  /** Tells one person alone, in the channel where they asked. */
  async whisper(
    to: { readonly channel: string; readonly user: string; readonly responseUrl?: string },
    message: Message,
  ): Promise<Whispered> {
    if (to.responseUrl && (await respond(to.responseUrl, message))) return { kind: 'whispered' };
    try {
      await this.#client.chat.postEphemeral({ channel: to.channel, user: to.user, ...message });
      return { kind: 'whispered' };
    } catch (error) {
      return slackFailure(error);
    }
  }
}

/** A response_url works where the bot is no member, five times within 30 minutes. */
async function respond(responseUrl: string, message: Message): Promise<boolean> {
  try {
    await ky.post(responseUrl, {
      json: { response_type: 'ephemeral', ...message },
      timeout: RESPONSE_URL_TIMEOUT_MS,
      retry: 0,
    });
    return true;
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
