import { kindOfFault } from '../../watch/names.ts';
import type { FaultItem } from '../../watch/outbox-item.ts';
import { duration } from '../../words/figures.ts';
import { bounded, sentence } from '../../words/plain-text.ts';
import { context, header, section } from './blocks.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { escaped } from './text.ts';

type Fault = Extract<FaultItem, { kind: 'fault' }>;
type FaultOver = Extract<FaultItem, { kind: 'fault-over' }>;
type Naming = Pick<MessageContext, 'subscriptionName'>;

/** To the on-call channel, once for all watches: Azure does not take the bot's sign-in, or not everywhere. */
export function faultMessage(fault: Fault, naming: Naming): Message {
  const { title, effect, rest } = wordsOf(fault, naming);
  const why = escaped(sentence(fault.explanation), 1500);
  return {
    text: bounded(`🔑 ${escaped(title, 200)}, ${effect.inSentence}. ${why} ${rest}`, LIMITS.text),
    blocks: [header(`🔑 ${title}`), section(`${effect.alone}. ${why}`), context(rest)],
  };
}

function wordsOf(fault: Fault, naming: Naming) {
  const place = placeOf(fault, naming);
  switch (kindOfFault(fault.fault)) {
    case 'sign-in':
      return {
        title: "I can't sign in to Azure",
        effect: {
          inSentence: 'so no operation can be read',
          alone: 'No operation can be read until this is mended',
        },
        rest: 'This says nothing about the operations themselves. All watches go on, and I try again until it works.',
      };
    case 'subscription':
      return {
        title: `Azure refuses my sign-in in ${place}`,
        effect: {
          inSentence: 'so none of its operations can be read',
          alone: 'None of its operations can be read until this is mended',
        },
        rest: REST_OF_PART,
      };
    case 'tenant':
      return {
        title: `I can't read ${place}, which belongs to another tenant`,
        effect: {
          inSentence: 'and none of that tenant’s operations',
          alone: 'No operation of that tenant can be read until this is mended',
        },
        rest: REST_OF_PART,
      };
  }
}

const REST_OF_PART =
  'This says nothing about the operations themselves. Their watches go on, and I try again until it works. All other subscriptions are read as before.';

/** In the thread of that message. */
export function faultOverMessage(over: FaultOver, naming: Naming): Message {
  const { since, at, why, fault } = over;
  const lasted = `after ${duration(Math.max(0, at - since))}`;
  const where =
    kindOfFault(fault) === 'sign-in' ? '' : ` in ${escaped(placeOf(over, naming), 200)}`;
  const text =
    why === 'works'
      ? `👌 Azure no longer refuses my sign-in${where}, ${lasted}.`
      : `👌 Nothing has been tried${where} for an hour, so I count this as over, ${lasted}. Where Azure refuses my sign-in again, I say so anew.`;
  return { text, blocks: [section(text)] };
}

/** The subscription's name, as whoever set the bot up knows it. */
function placeOf({ subscription }: Fault | FaultOver, { subscriptionName }: Naming): string {
  return subscription === undefined ? 'a subscription' : subscriptionName(subscription);
}
