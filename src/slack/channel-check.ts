import { setTimeout as delay } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { ChannelId } from '../watch/names.ts';
import { slackFailure } from './api/slack-failure.ts';

/** A channel in which the bot will have to post one day. */
export interface NeededChannel {
  /** The setting that names it. */
  readonly setting: string;
  readonly id: ChannelId;
}

export interface ChannelCheck {
  /** Undefined where the bot may post in all of them, as far as Slack tells, else what to do. */
  problem(): string | undefined;
  close(): void;
}

interface CheckTimes {
  /** A channel may be archived, and the bot removed from it, at any time. */
  readonly everyMs: number;
  /** Where something is wrong, or Slack could not tell: whoever mends it looks whether that helped. */
  readonly againMs: number;
}

const TIMES: CheckTimes = { everyMs: 3_600_000, againMs: 60_000 };

/** `unknown`: Slack did not tell. */
type ChannelVerdict =
  /** `canLookUp`: own messages are found there again after a break; Slack shows them to members. */
  | { readonly kind: 'fine'; readonly canLookUp: boolean; readonly isPrivate: boolean }
  | { readonly kind: 'unknown' }
  /** `what`: the same without its name, to be said behind it. */
  | { readonly kind: 'unfit'; readonly problem: string; readonly what: string };

/**
 * Looks at the start and hourly whether on-call could be called at all: else the first to find out is the first
 * failure, at night.
 */
export function checkChannels(
  client: WebClient,
  channels: readonly NeededChannel[],
  log: Logger,
  times: CheckTimes = TIMES,
): ChannelCheck {
  const problems = new Map<string, string>();
  const closed = new AbortController();
  void run();
  return {
    problem: () => [...problems.values()].join('. ') || undefined,
    close: () => closed.abort(),
  };

  async function run(): Promise<void> {
    while (!closed.signal.aborted) {
      let isClear = true;
      for (const channel of channels) {
        const verdict = await channelVerdict(client, channel);
        isClear &&= verdict.kind === 'fine';
        note(channel, verdict);
      }
      const pauseMs = isClear ? times.everyMs : times.againMs;
      await delay(pauseMs, undefined, { signal: closed.signal }).catch(() => undefined);
    }
  }

  /** What Slack could not tell stays as it was. */
  function note({ setting, id }: NeededChannel, verdict: ChannelVerdict): void {
    if (verdict.kind === 'unknown') return;
    const before = problems.get(setting);
    if (verdict.kind === 'fine') problems.delete(setting);
    else problems.set(setting, verdict.problem);
    if (verdict.kind === 'unfit' && verdict.problem !== before) {
      log.error({ event: 'slack.channel_unfit', channel: id }, verdict.problem);
    }
    if (verdict.kind === 'fine' && before !== undefined) {
      log.info({ event: 'slack.channel_fit', channel: id }, `${setting} is in order again`);
    }
  }
}

/** Whether the bot may post in a channel; never rejects. */
export async function channelVerdict(
  client: WebClient,
  { setting, id }: NeededChannel,
): Promise<ChannelVerdict> {
  const unfit = (what: string): ChannelVerdict => ({
    kind: 'unfit',
    problem: `${setting} (${id}) ${what}`,
    what,
  });
  try {
    const { channel, response_metadata: metadata } = await client.conversations.info({
      channel: id,
    });
    if (!channel) return { kind: 'unknown' };
    if (channel.is_archived) return unfit('is archived: open it, or name another channel');
    if (channel.is_read_only) return unfit('is read-only: let the bot post there');
    const scopes = metadata?.scopes ?? [];
    const isInside = channel.is_im === true || channel.is_member === true;
    const mayPost = isInside || scopes.includes('chat:write.public');
    const isPrivate = [channel.is_private, channel.is_im, channel.is_mpim].includes(true);
    return mayPost
      ? { kind: 'fine', canLookUp: isInside, isPrivate }
      : unfit('is closed to me: please /invite me there');
  } catch (error) {
    const failure = slackFailure(error);
    switch (failure.error) {
      case 'channel_not_found':
        return unfit(
          'does not exist, or is private and I am not in it: correct it, or /invite me there',
        );
      // Installed from an older manifest: all else goes on.
      case 'missing_scope':
        return { kind: 'unknown' };
      default:
        if (failure.kind === 'later') return { kind: 'unknown' };
        return unfit(`is refused by Slack (${failure.error})`);
    }
  }
}
