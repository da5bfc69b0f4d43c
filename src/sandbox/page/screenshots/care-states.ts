import type { PageMessage } from '../protocol.ts';
import type { RepeatableStage } from '../stage/repeatable-stage.ts';
import { ONCALL, until } from './scene.ts';

/** Takes a picture of what a visitor has before them. */
export type TakePicture = (name: string, hash: string) => Promise<void>;

/** What somebody presses, in order, and what the message says then. */
const STATES = [
  { name: 'acknowledged', actionId: 'acknowledge', says: 'Acknowledged by' },
  { name: 'taken-back', actionId: 'take-back', says: 'Taken back by' },
  { name: 'snoozed', actionId: 'snooze', says: 'Snoozed by' },
  { name: 'done', actionId: 'done', says: 'Done by' },
] as const;

/** An alert or a digest in each state, from one that nobody looks after on. */
export async function takeCareStates(
  stage: RepeatableStage,
  kind: 'alert' | 'digest',
  { ts }: PageMessage,
  take: TakePicture,
): Promise<void> {
  const hash = `#${ONCALL}?message=${ts}`;
  for (const { name, actionId, says } of STATES) {
    await stage.act({ do: 'press', channel: ONCALL, ts, actionId });
    if (actionId === 'done') await submitDone(stage);
    await until(stage, ONCALL, (message) => message.ts === ts && isSaid(message, says));
    await take(`${kind}-${name}`, hash);
  }
}

async function submitDone(stage: RepeatableStage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const look = () => {
    const form = stage.state().views.find(({ kind }) => kind === 'modal');
    if (form) resolve(form.id);
  };
  const stopListening = stage.onChange(look);
  look();
  const viewId = await promise.finally(stopListening);
  await stage.act({ do: 'submit', viewId, values: { line: 'Gave the container more room.' } });
}

function isSaid({ text, blocks }: PageMessage, words: string): boolean {
  return JSON.stringify([text, blocks]).includes(words);
}

async function untilSaid(stage: RepeatableStage, words: string): Promise<PageMessage> {
  return await until(stage, ONCALL, (message) => isSaid(message, words));
}

/** On-call called again for what nobody looks after, then others. */
export async function takeReminders(stage: RepeatableStage, take: TakePicture): Promise<void> {
  await stage.act({ do: 'set-speed', speed: 60 });
  await stage.act({ do: 'start-story', story: 'failure', isWatched: true });
  const reminder = await untilSaid(stage, 'Nobody looks after');
  await take('reminder', `#${ONCALL}?message=${reminder.ts}`);
  const escalation = await untilSaid(stage, 'called 3 times');
  await take('escalation', `#${ONCALL}?message=${escalation.ts}`);
}
