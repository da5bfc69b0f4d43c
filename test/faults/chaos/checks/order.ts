import type { Observation } from './observation.ts';
import { type Told, toldIn } from './told.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'a thread tells its story in order';

/** Milestones upwards, then the end; each once. */
export function order(observation: Observation): readonly Violation[] {
  const replies = toldIn(observation).filter(({ message }) => message.threadTs !== undefined);
  const threads = Map.groupBy(replies, ({ message }) => `${message.channel}/${message.threadTs}`);
  return [...threads.values()].flatMap((thread) => {
    const story = thread
      .filter((reply) => rankOf(reply) !== undefined)
      .toSorted((a, b) => a.message.ts.localeCompare(b.message.ts));
    const [first] = story;
    if (!first || isAscending(story.flatMap((reply) => rankOf(reply) ?? []))) return [];
    return [
      {
        ...{ promise: PROMISE, channel: first.message.channel },
        ...(first.operation && { operation: first.operation.index }),
        what: story.map(({ what }) => what).join(' < '),
      },
    ];
  });
}

/** Equal ranks are told twice, which is another promise's matter. */
function isAscending(ranks: readonly number[]): boolean {
  return ranks.every((rank, index) => rank >= (ranks[index - 1] ?? rank));
}

function rankOf({ what = '' }: Told): number | undefined {
  if (what === 'ended' || what === 'stopped') return 101;
  const [, percent] = /^milestone-(\d+)$/.exec(what) ?? [];
  return percent === undefined ? undefined : Number(percent);
}
