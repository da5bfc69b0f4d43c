import { wireMessage } from '../api/message-wire.ts';
import { DispatchError } from '../delivery/dispatch-error.ts';
import type { JsonObject } from '../json.ts';
import type { SlackOptions } from '../options.ts';
import { eventCallback } from '../payloads/event-callback.ts';
import type { SlackChange } from '../state/change-feed.ts';
import type { Scene } from './scene.ts';

/**
 * Sends the app what is written in its conversations with people (`message.im`), where it has subscribed to
 * that and has the scope for it: people's messages and its own, edits and deletions.
 */
export function sendMessageEvents(
  { workspace, delivery }: Scene,
  { events, scopes }: Pick<SlackOptions, 'events' | 'scopes'>,
): void {
  if (!events.includes('message.im') || !scopes.includes('im:history')) return;
  workspace.feed.subscribe((change) => {
    const event = messageEvent(change, workspace);
    if (event === undefined) return;
    delivery.deliver('events_api', eventCallback(workspace, event)).catch((error: unknown) => {
      // Nobody is told that an event did not arrive.
      if (!(error instanceof DispatchError)) throw error;
    });
  });
}

/** https://docs.slack.dev/reference/events/message.im */
function messageEvent(change: SlackChange, workspace: Scene['workspace']): JsonObject | undefined {
  if (!('message' in change)) return undefined;
  const { message } = change;
  const { channel, ts } = message;
  if (workspace.directory.channel(channel)?.kind !== 'im') return undefined;
  const where = { channel, channel_type: 'im' };
  const wire = wireMessage(message, workspace);
  switch (change.kind) {
    case 'message-posted':
      return { ...wire, ...where };
    case 'message-edited':
      return {
        type: 'message',
        subtype: 'message_changed',
        hidden: true,
        ts,
        message: wire,
        ...where,
      };
    case 'message-deleted':
      return {
        type: 'message',
        subtype: 'message_deleted',
        hidden: true,
        ts,
        deleted_ts: ts,
        ...where,
      };
    default:
      return change satisfies never;
  }
}
