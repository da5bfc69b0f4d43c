import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import type { Card, WatchRecord } from '../../watch/watch-record.ts';
import { actions, linkButton } from './blocks.ts';
import type { MessageContext } from './message.ts';

/** What can be done about a watch from its card; none where there is nothing. */
export function cardButtons(
  record: WatchRecord,
  card: Card,
  around: MessageContext,
): readonly KnownBlock[] {
  const isStopped = card.stopped !== undefined;
  const live = record.outcome.verdict === 'running' && !isStopped;
  const serverId = record.latest?.snapshot.serverId;
  const elements: ActionsBlockElement[] = [
    ...(live ? [refreshButton(record.id), stopButton(record.id)] : []),
    ...(record.outcome.verdict === 'abandoned' && !isStopped ? [watchOnButton(record.id)] : []),
    ...linkButton('portal', 'Open in Azure portal', serverId && around.portalLink(serverId)),
  ];
  return elements.length > 0 ? [actions(elements)] : [];
}

function refreshButton(watchId: string): ActionsBlockElement {
  return {
    type: 'button',
    action_id: 'refresh',
    text: { type: 'plain_text', text: 'Refresh now', emoji: true },
    value: watchId,
  };
}

function watchOnButton(watchId: string): ActionsBlockElement {
  return {
    type: 'button',
    action_id: 'watch-on',
    text: { type: 'plain_text', text: 'Watch on', emoji: true },
    value: watchId,
  };
}

function stopButton(watchId: string): ActionsBlockElement {
  return {
    type: 'button',
    action_id: 'stop',
    text: { type: 'plain_text', text: 'Stop watching', emoji: true },
    value: watchId,
    confirm: {
      title: { type: 'plain_text', text: 'Stop watching?' },
      text: {
        type: 'plain_text',
        text: 'Nobody here will be told how it ends. The operation itself goes on.',
      },
      confirm: { type: 'plain_text', text: 'Stop watching' },
      deny: { type: 'plain_text', text: 'Keep watching' },
    },
  };
}
