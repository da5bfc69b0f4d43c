import type { WebClient } from '@slack/web-api';
import * as v from 'valibot';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import { ChannelId, type UserId } from '../../watch/names.ts';
import type { Message } from '../messages/message.ts';
import { isOfSlack } from './is-of-slack.ts';
import { type Found, metadataOf, OwnPosts } from './own-posts.ts';
import type { Place } from './place.ts';
import {
  type CallListener,
  isSlackFailure,
  mayBeWorkspace,
  type SlackFailure,
  slackFailure,
  workspaceFailure,
} from './slack-failure.ts';
import { asNoWay, uploadPicture } from './upload-picture.ts';

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

const RESPONSE_URL_TIMEOUT_MS = 5000;
/** The app may be installed again with it at any time. */
const UPLOAD_AGAIN_AFTER_MS = 3_600_000;

/** Everything that mysqlop writes to Slack. Expected failures are values; nothing is retried here. */
export class SlackWriter {
  readonly #client: WebClient;
  readonly #onCall: CallListener;
  readonly #own: OwnPosts;
  readonly #fetch: Outgoing['fetch'];
  #uploadRefusedAt = Number.NEGATIVE_INFINITY;
  readonly #directChannels = new Map<UserId, ChannelId>();

  /** @param fetch for what is no call of the Web API: answers to a response_url */
  constructor(
    client: WebClient,
    onCall: CallListener = () => undefined,
    fetch: Outgoing['fetch'] = globalThis.fetch,
  ) {
    this.#client = client;
    this.#fetch = fetch;
    this.#onCall = onCall;
    this.#own = new OwnPosts(client, onCall);
  }

  /** Whether a picture is worth a try: Slack has not refused one for its scope within the last hour. */
  mayUpload(): boolean {
    return Date.now() - this.#uploadRefusedAt >= UPLOAD_AGAIN_AFTER_MS;
  }

  /** Posts a new message that can be found again by its id. */
  async post(place: Place, id: string, message: Message): Promise<Posted> {
    const { picture } = message;
    if (picture) {
      return await this.#call<Posted>('files.completeUploadExternal', async () => {
        const given = { client: this.#client, fetch: this.#fetch };
        const posted = await uploadPicture(place, id, picture, given);
        if (posted.kind === 'refused' && posted.error === 'missing_scope') {
          this.#uploadRefusedAt = Date.now();
        }
        return posted;
      });
    }
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
    return await this.#own.find(place, id, sinceMs, untilMs);
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

/** What Slack answers where it has shown the message: `ok`, or an object that says so. */
const SHOWN = /^\s*(?:ok|\{\s*"ok"\s*:\s*true\b.*\})\s*$/s;
