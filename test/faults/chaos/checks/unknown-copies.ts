import type { Observation } from './observation.ts';
import type { Told } from './told.ts';

/**
 * Cards that a person deleted before the bot could know of them: the answer to their post was lost,
 * and the look-up that follows finds nothing. They are posted again, and nobody could do better.
 */
export function unknownCopies(
  told: readonly Told[],
  { deeds, calls }: Pick<Observation, 'deeds' | 'calls'>,
): ReadonlySet<Told> {
  const deletedAt = new Map<string, number>(
    deeds.flatMap(({ kind, channel, ts, at }) =>
      kind === 'delete card' ? [[`${channel}/${ts}`, at] as const] : [],
    ),
  );
  const known = new Set<string>([
    ...told.map(({ message }) => `${message.channel}/${message.threadTs}`),
    ...calls
      .filter(({ method }) => method === 'chat.update')
      .map(({ args }) => `${args['channel']}/${args['ts']}`),
  ]);
  const isUnknown = ({ id, message }: Told) => {
    const spot = `${message.channel}/${message.ts}`;
    const at = deletedAt.get(spot);
    if (at === undefined || known.has(spot)) return false;
    return told.some((other) => other.id === id && other.message.postedAt > at);
  };
  return new Set(told.filter(({ what }) => what === 'card').filter(isUnknown));
}
