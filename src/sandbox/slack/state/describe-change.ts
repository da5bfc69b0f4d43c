import type { ApiCall } from './api-call.ts';
import type { SlackChange } from './change-feed.ts';

const LONGEST_TEXT = 80;

/** One readable line about a change, for the message of a failed wait. */
export function describeChange(change: SlackChange): string {
  switch (change.kind) {
    case 'message-posted':
    case 'message-edited':
    case 'message-deleted': {
      const { channel, ts, threadTs, text } = change.message;
      return `${change.kind} ${channel} ${ts}${threadTs ? ` in ${threadTs}` : ''}: ${shortened(text)}`;
    }
    case 'ephemeral-shown':
    case 'ephemeral-removed': {
      const { channel, user, text } = change.ephemeral;
      return `${change.kind} ${channel} to ${user}: ${shortened(text)}`;
    }
    case 'modal-opened':
    case 'modal-changed':
    case 'modal-closed':
      return `${change.kind} ${change.modal.id} for ${change.modal.user}: ${change.modal.definition.title.text}`;
    case 'home-published':
      return `home-published for ${change.home.user}`;
    case 'channel-changed':
      return `channel-changed ${change.channel}`;
    case 'api-called':
      return `api-called ${change.call.method}: ${describeOutcome(change.call)}`;
    case 'sockets-changed':
      return `sockets-changed: ${change.connectedSockets} connected`;
    case 'closed':
      return 'closed';
  }
}

function describeOutcome({ outcome }: ApiCall): string {
  switch (outcome.kind) {
    case 'ok':
      return 'ok';
    case 'refused':
      return `refused, ${outcome.error}`;
    case 'rate-limited':
      return `rate-limited for ${outcome.retryAfterSeconds} s`;
    case 'fault':
      return `failed on purpose (${outcome.fault})`;
  }
}

function shortened(text: string): string {
  const line = text.replaceAll('\n', ' ');
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}
