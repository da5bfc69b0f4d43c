import type { ActionsBlockElement, Button, KnownBlock, PlainTextOption } from '@slack/types';
import * as v from 'valibot';
import { othersToTell } from '../../watch/tell-at-end.ts';
import type { Card } from '../../watch/watch-card.ts';
import type { Verdict, WatchRecord } from '../../watch/watch-record.ts';
import { actions, context, linkButton, plain } from './blocks.ts';
import { LIMITS, type MessageContext } from './message.ts';

/**
 * What can be done about a watch from its card, and what people have wished for there.
 *
 * @param verdict that the card shows
 */
export function cardButtons(
  record: WatchRecord,
  card: Card,
  verdict: Verdict,
  around: MessageContext,
): readonly KnownBlock[] {
  const serverId = record.latest?.snapshot.serverId;
  const portalUrl = serverId && around.portalLink(serverId);
  if (verdict !== 'running') {
    return [
      actions([
        button('watch-again', 'Watch again', record.id),
        ...linkButton('portal', 'Azure portal', portalUrl),
        ...(['succeeded', 'stopped'].includes(verdict) ? [] : [supportButton(record)]),
      ]),
    ];
  }
  return [
    actions([
      button('refresh', 'Refresh', record.id),
      stopButton(record),
      button('tell-me', 'Tell me at the end', record.id),
      menu(record, card, portalUrl),
    ]),
    ...wishes(card),
  ];
}

/** In small letters. It comes by edits, so it pings nobody. */
function wishes({ askedBy, tellAlso = [], isQuiet }: Card): readonly KnownBlock[] {
  const told = othersToTell(askedBy, tellAlso).map((user) => `<@${user}>`);
  const lines = [
    ...(told.length > 0 ? [`🔔 Told at the end, too: ${told.join(', ')}`] : []),
    ...(isQuiet
      ? ['🔕 Notes are off. How it ends, and what goes wrong, is told all the same.']
      : []),
  ];
  return lines.length > 0 ? [context(lines.join('\n'))] : [];
}

function button(actionId: string, label: string, value: string): Button {
  return { type: 'button', action_id: actionId, text: plain(label), value };
}

/** The menu's choice on its own, where there is no menu. */
function supportButton({ id }: WatchRecord): Button {
  return button('card-menu', SUPPORT, optionValue('support', id));
}

const SUPPORT = 'Copy for support';

function optionValue(choice: Choice, watchId: string): string {
  return `${choice}/${watchId}`;
}

/** Whether another channel watches it, too, may change after the card was last drawn. */
function stopButton({ id }: WatchRecord): Button {
  return {
    ...button('stop', 'Stop watching', id),
    confirm: {
      title: plain('Stop watching?'),
      text: plain(
        'Nobody here will be told how it ends. Unless another channel watches it, too, on-call is not called either, ' +
          'should it fail. The operation itself goes on.',
      ),
      confirm: plain('Stop watching'),
      deny: plain('Keep watching'),
    },
  };
}

function menu(
  { id }: WatchRecord,
  { isQuiet }: Card,
  portalUrl: string | undefined,
): ActionsBlockElement {
  const option = (choice: Choice, label: string): PlainTextOption => ({
    text: plain(label),
    value: optionValue(choice, id),
  });
  const notes = isQuiet
    ? option('notes-on', 'Turn notes on')
    : option('notes-off', 'Turn notes off');
  const portal =
    portalUrl && portalUrl.length <= LIMITS.url
      ? [{ ...option('portal', 'Azure portal'), url: portalUrl }]
      : [];
  return {
    type: 'overflow',
    action_id: 'card-menu',
    options: [notes, ...portal, option('support', SUPPORT)],
  };
}

const Choice = v.picklist(['notes-off', 'notes-on', 'portal', 'support']);
type Choice = v.InferOutput<typeof Choice>;

const Chosen = v.pipe(
  v.string(),
  v.transform((value) => value.split('/')),
  v.strictTuple([Choice, v.pipe(v.string(), v.nonEmpty())]),
  v.transform(([choice, watchId]) => ({ choice, watchId })),
);

/** @returns what is chosen by an option of the menu, and about which watch; undefined for what is none of its */
export function chosenOf(value: string): v.InferOutput<typeof Chosen> | undefined {
  const parsed = v.safeParse(Chosen, value);
  return parsed.success ? parsed.output : undefined;
}
