import type { Button, KnownBlock } from '@slack/types';
import type { UserId } from '../../watch/names.ts';
import { context } from './blocks.ts';
import { moment } from './figures.ts';

/** Who has said that they look after what an alert tells, and when, in milliseconds since the epoch. */
export interface Acknowledgement {
  readonly by: UserId;
  readonly at: number;
}

/**
 * The button that takes an alert on; none once somebody has.
 *
 * @param name names the alert to whoever handles the press: `alert/<watchId>`, `digest/failures/12`
 */
export function acknowledgeButton(
  name: string,
  acknowledged: Acknowledgement | undefined,
): readonly Button[] {
  if (acknowledged) return [];
  return [
    {
      type: 'button',
      action_id: 'acknowledge',
      text: { type: 'plain_text', text: 'Acknowledge', emoji: true },
      value: name,
    },
  ];
}

/** Who has taken the alert on, so that nobody else needs to. It comes by an edit, so it pings nobody. */
export function acknowledgedLine(acknowledged: Acknowledgement | undefined): readonly KnownBlock[] {
  if (!acknowledged) return [];
  const { by, at } = acknowledged;
  return [context(`👍 Acknowledged by <@${by}> ${moment(at)}`)];
}

/** On a card: who looks after how its operation ended, so that whoever asked knows that somebody does. */
export function lookedAfterLine(acknowledged: Acknowledgement | undefined): readonly KnownBlock[] {
  if (!acknowledged) return [];
  const { by, at } = acknowledged;
  return [context(`👍 <@${by}> looks after it since ${moment(at)}`)];
}
