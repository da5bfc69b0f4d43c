import type { WatchStore } from '../redis/watch-store.ts';
import type { ChannelId } from '../watch/names.ts';
import { activeCards } from '../watch/watch-card.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import { nearestOf } from './nearest.ts';
import { NOTHING_WATCHED, type Refusal } from './refusals.ts';

/** A watch that has a card in a channel, and what people there call it. */
export interface WatchHere {
  readonly record: WatchRecord;
  readonly label: string | undefined;
}

/** Which of these watches is meant? */
export interface Choice {
  readonly kind: 'choice';
  readonly verb: 'stop' | 'status' | 'quiet' | 'quiet off';
  /** `unsaid`: no name was given; `several` have it; `near`: none has it, but these are near. */
  readonly why: 'unsaid' | 'several' | 'near';
  /** The first of them. */
  readonly watches: readonly WatchHere[];
  readonly total: number;
}

/** More lines would not fit into one message. */
const LISTED = 15;

/**
 * Live watches that have a card in this channel, the oldest first.
 *
 * @returns and whether all live ones could be read
 */
export async function watchesHere(
  watches: WatchStore,
  channel: ChannelId,
): Promise<{ readonly here: readonly WatchHere[]; readonly areAllRead: boolean }> {
  const here: WatchHere[] = [];
  let areAllRead = true;
  for await (const live of watches.findLive()) {
    if (live.kind === 'unreadable') areAllRead = false;
    if (live.kind === 'unreadable' || !isLive(live.record)) continue;
    const card = activeCards(live.record).find((each) => each.channel === channel);
    if (card) here.push({ record: live.record, label: card.label });
  }
  return { here, areAllRead };
}

/**
 * The one watch of these that is called so, by its label or its server's name; else those to choose from.
 *
 * @param name empty where none was given: then all are to choose from
 * @param refusal where none is called so, and none nearly so
 */
export function watchNamed(
  name: string,
  here: readonly WatchHere[],
  verb: Choice['verb'],
  refusal: Refusal,
): WatchHere | Choice | Refusal {
  const wanted = nameKey(name);
  if (wanted === '') {
    return here.length === 0 ? NOTHING_WATCHED : choiceOf('unsaid', here);
  }
  const called = here.filter((watch) => namesOf(watch).includes(wanted));
  const [only, ...more] = called;
  if (only) return more.length === 0 ? only : choiceOf('several', called);
  const names = [...new Set(here.flatMap(namesOf))];
  const nearest = nearestOf(wanted, names);
  const near = here.filter((watch) =>
    namesOf(watch).some((each) => each === nearest || each.includes(wanted)),
  );
  return near.length === 0 ? refusal : choiceOf('near', near);

  function choiceOf(why: Choice['why'], watches: readonly WatchHere[]): Choice {
    return { kind: 'choice', verb, why, watches: watches.slice(0, LISTED), total: watches.length };
  }
}

/** What people call a watch: its label, and its server's name. */
export function namesOf({ record, label }: WatchHere): readonly string[] {
  const server = record.latest?.snapshot.serverId?.split('/').at(-1);
  return [label, server].flatMap((name) => (name ? [nameKey(name)] : []));
}

/** Names are the same whatever their quotes, spaces and case. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s"'“”‘’„«*_`]+|[\s"'“”‘’»*_`]+$/g, '')
    .toLowerCase();
}
