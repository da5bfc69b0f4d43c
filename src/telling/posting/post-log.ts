import type { Logger } from 'pino';
import type { RefusedFailure } from '../../slack/api/slack-failure.ts';
import type { Message } from '../../slack/messages/message.ts';
import type { PipelineId } from '../../watch/askers.ts';
import { itemId } from '../../watch/item-names.ts';
import type { ChannelId } from '../../watch/names.ts';
import { isWatchItem, type OutboxItem } from '../../watch/outbox-item.ts';

/** What the log tells of posts. */
export interface PostLog {
  posted(
    item: OutboxItem,
    posted: { readonly kind: string; readonly ts: string; readonly channel: ChannelId },
  ): void;
  /** It was meant for a thread that is gone. */
  strayed(item: OutboxItem): void;
  /** @param message what was refused, where that is to blame */
  refused(item: OutboxItem, failure: RefusedFailure, message?: Message): void;
  /** It is for whoever asked alone, and that is no person. */
  pipelineUntold(item: OutboxItem, pipeline: PipelineId): void;
  /** It can be said nowhere. */
  untold(item: OutboxItem, destination: string, error: string): void;
}

export function createPostLog(log: Logger): PostLog {
  return {
    posted(item, { kind, channel, ts }) {
      log.info({ event: `slack.${kind}`, ...aboutItem(item), channel, ts });
    },
    strayed(item) {
      log.warn(
        { event: 'slack.thread_gone', ...aboutItem(item) },
        'The message above this one was deleted: it stands in the channel',
      );
    },
    refused(item, { error, about }, message) {
      const isUnfit = about === 'content';
      log.error(
        {
          event: 'slack.post_refused',
          ...aboutItem(item),
          error,
          ...(isUnfit && { refused: message }),
        },
        isUnfit
          ? 'Slack refuses this message as it is: please report this'
          : 'Slack refuses this post for good: is the bot in the channel, and is the channel open?',
      );
    },
    pipelineUntold(item, pipeline) {
      log.warn(
        { event: 'slack.pipeline_untold', ...aboutItem(item), pipeline },
        'a pipeline asked for it, so nobody in Slack is told that there is no card: the API tells',
      );
    },
    untold(item, destination, error) {
      log.error(
        { event: 'slack.untold', ...aboutItem(item), destination, error },
        'Slack takes this nowhere: please invite the bot to the channel, or set FALLBACK_CHANNEL',
      );
    },
  };
}

function aboutItem(item: OutboxItem) {
  const owner = isWatchItem(item) ? { watch: item.watchId } : { item: itemId(item) };
  return { ...owner, what: wordFor(item) };
}

/** What is told, in one word. */
export function wordFor(item: OutboxItem): string {
  return item.kind === 'note' ? item.note.kind : item.kind;
}
