import type { ActionsBlockElement, PlainTextOption } from '@slack/types';
import * as v from 'valibot';
import type { Care } from '../../watch/acknowledgement.ts';
import { SNOOZES, type Snooze } from '../../watch/snooze.ts';
import { plain } from './blocks.ts';

/** What a button about a call names: the message, and since when it stood so as it was shown. */
export interface CarePress {
  /** `alert/<watch>`, `digest/failures/<digest>`, `reminder/<reminder>` */
  readonly name: string;
  /** 0: nobody looked after it. */
  readonly seenAt: number;
  /** So many entries of a digest were shown. Absent: of all else, and of an older look. */
  readonly entries?: number | undefined;
}

/** What can be chosen in the menu beside the buttons. */
const Choice = v.picklist([...SNOOZES, 'take-back']);
type Choice = v.InferOutput<typeof Choice>;

const SNOOZE_LABELS: Readonly<Record<Snooze, string>> = {
  '1h': 'Snooze 1 h',
  '4h': 'Snooze 4 h',
  morning: 'Snooze until 08:00',
};

/**
 * What can be done about a call, as it stands; nothing where it is done with.
 *
 * @param name names the message to whoever handles the press
 * @param entries so many are shown of a digest
 */
export function careButtons(
  name: string,
  { acknowledged }: Care,
  entries?: number,
): readonly ActionsBlockElement[] {
  if (acknowledged?.done !== undefined) return [];
  const shown = entries === undefined ? '' : `+${entries}`;
  const value = `${name}@${acknowledged?.at ?? 0}${shown}`;
  const isSnoozed = acknowledged?.until !== undefined;
  return [
    ...(!acknowledged || isSnoozed ? [button('acknowledge', 'Acknowledge', value)] : []),
    ...(acknowledged ? [] : [button('snooze', SNOOZE_LABELS['1h'], value)]),
    button('done', 'Done', value),
    ...(acknowledged && !isSnoozed ? [button('take-back', 'Take back', value)] : []),
    menu(value, choicesFor(acknowledged !== undefined, isSnoozed)),
  ];
}

function choicesFor(isTaken: boolean, isSnoozed: boolean): readonly Choice[] {
  const snoozes = isTaken ? SNOOZES : SNOOZES.filter((snooze) => snooze !== '1h');
  return isSnoozed ? [...snoozes, 'take-back'] : snoozes;
}

function button(actionId: string, label: string, value: string): ActionsBlockElement {
  return { type: 'button', action_id: actionId, text: plain(label), value };
}

function menu(value: string, choices: readonly Choice[]): ActionsBlockElement {
  const options = choices.map(
    (choice): PlainTextOption => ({
      text: plain(choice === 'take-back' ? 'Take back' : SNOOZE_LABELS[choice]),
      value: `${choice}/${value}`,
    }),
  );
  return { type: 'overflow', action_id: 'care-menu', options };
}

const Pressed = v.pipe(
  v.string(),
  v.regex(/^[^@]+@\d{1,15}(?:\+\d{1,4})?$/),
  v.transform((value): CarePress => {
    const [name = '', at, entries] = value.split(/[@+]/);
    const press = { name, seenAt: Number(at) };
    return entries === undefined ? press : { ...press, entries: Number(entries) };
  }),
);

/** @returns what such a button names; a message alone where it is of an older look */
export function carePressOf(value: string): CarePress {
  const parsed = v.safeParse(Pressed, value);
  return parsed.success ? parsed.output : { name: value, seenAt: 0 };
}

/** @returns what is chosen in such a menu, and about which message; undefined for what is none of its options */
export function careChosenOf(
  value: string,
): { readonly choice: Choice; readonly press: CarePress } | undefined {
  const [first = '', ...rest] = value.split('/');
  const choice = v.safeParse(Choice, first);
  return choice.success ? { choice: choice.output, press: carePressOf(rest.join('/')) } : undefined;
}
