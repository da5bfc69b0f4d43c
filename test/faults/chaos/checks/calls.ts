import { ONCALL, ONCALL_GROUP } from '../plan/places.ts';
import { digestsIn, type SeenDigest } from './digest-entries.ts';
import type { Observation } from './observation.ts';
import { type Told, toldIn } from './told.ts';
import { saysOneOf } from './verdict-words.ts';

/** One telling of a bad end to on-call: a message of its own, or a line of a digest. */
export interface Call {
  /** Index of the operation in the plan. */
  readonly operation: number | undefined;
  readonly watchId: string | undefined;
  readonly text: string;
}

const MENTION = `<!subteam^${ONCALL_GROUP}>`;

/** All that on-call was told of bad ends. */
export function callsIn(observation: Observation): readonly Call[] {
  const alone = aloneIn(observation).map(
    ({ operation, watchId, message }): Call => ({
      ...{ operation: operation?.index, watchId, text: message.text },
    }),
  );
  const lines = digestsIn(observation)
    .filter(({ burst }) => burst === 'failures')
    .flatMap((digest) =>
      digest.lines.map(({ operation, text }, index): Call => {
        const { operationId } = operation;
        const before = digest.lines.slice(0, index).filter((line) => line.operation === operation);
        const kept = digest.kept?.lines.filter((line) => line.operationId === operationId);
        const watchId = kept?.[before.length]?.itemId.split('/')[0];
        return { operation: operation.index, watchId, text };
      }),
    );
  return [...alone, ...lines];
}

/** New messages in the on-call channel about one bad end each. */
export function aloneIn(observation: Observation): readonly Told[] {
  return toldIn(observation).filter(
    ({ message, what }) =>
      message.channel === ONCALL &&
      message.threadTs === undefined &&
      what !== 'digest' &&
      saysOneOf(message.text, ['failed', 'gone']),
  );
}

/** Whether a message has called on-call. */
export function mentioner({
  pings,
}: Pick<Observation, 'pings'>): (message: SeenDigest['message']) => boolean {
  const spots = new Set(
    pings.filter(({ mention }) => mention === MENTION).map(({ channel, ts }) => `${channel}/${ts}`),
  );
  return ({ channel, ts }) => spots.has(`${channel}/${ts}`);
}
