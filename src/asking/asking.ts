import type { AsideStore } from '../redis/aside-store.ts';
import type { AskerId } from '../watch/askers.ts';
import type { ChannelId, UserId, WatchId } from '../watch/names.ts';
import {
  type AcknowledgeAnswer,
  type AcknowledgeDependencies,
  acknowledge,
  type CareWish,
} from './acknowledge.ts';
import type { Asker, Caller, Presser } from './asker.ts';
import { type AuditDependencies, type AuditWish, auditTrail } from './audit.ts';
import {
  type CardWishAnswer,
  type CardWishDependencies,
  type QuietWish,
  quietCardOf,
  quietOperations,
  tellAtEndOf,
} from './card-wishes.ts';
import {
  channelDefaults,
  type DefaultsDependencies,
  type DefaultsWish,
} from './channel-defaults.ts';
import { type Diagnosis, type DoctorDependencies, diagnose, type Examining } from './doctor.ts';
import { type FoundInText, findInText } from './find-in-text.ts';
import { type FormChoices, type FormDependencies, formChoices } from './form-choices.ts';
import {
  endedWatches,
  type HistoryAnswer,
  type HistoryDependencies,
  type HistoryWish,
} from './history.ts';
import { type Home, type HomeDependencies, homeTabOf } from './home.ts';
import { type ListAnswer, type ListDependencies, type ListWish, listWatches } from './list.ts';
import { operationMeant } from './operation-meant.ts';
import { createPastUnreadable } from './past-unreadable.ts';
import { type RefreshAnswer, type RefreshDependencies, refreshWatch } from './refresh.ts';
import type { Forgotten, Refusal } from './refusals.ts';
import { type SeenWatch, watchesSeenIn, watchSeenBy } from './see-watch.ts';
import { createSharedOverview } from './shared-overview.ts';
import { operationStatus, type StatusDependencies, type StatusWish } from './status.ts';
import { type StopAnswer, type StopDependencies, stopCardOf, stopOperations } from './stop.ts';
import { createInTime, type ExplainTrouble } from './store-in-time.ts';
import { type SupportAnswer, supportOf } from './support.ts';
import { type WatchDependencies, type WatchWish, watchOperations } from './watch.ts';
import { watchAgain } from './watch-again.ts';
import { createWithinLimits, type WatchLimits } from './watch-limits.ts';

/**
 * What people can ask for. Every method rejects where Redis does not answer a read: nothing is done then,
 * and nothing will be. What is stored is stored in time, or answered as `no-answer` or `uncertain`.
 */
export interface Asking {
  watch(asker: Asker, wish: WatchWish): ReturnType<typeof watchOperations>;
  /** What the operations of the asker's channel have in common. */
  defaults(asker: Presser, wish: DefaultsWish): ReturnType<typeof channelDefaults>;
  /** What the form offers in a channel; undefined where nobody knows in which it is asked. */
  formChoices(channel: ChannelId | undefined): Promise<FormChoices>;
  /**
   * What somebody's Home tab shows.
   *
   * @param channels in which they are; undefined where Slack does not tell
   */
  home(user: UserId, channels: ReadonlySet<ChannelId> | undefined): Promise<Home>;
  /** The one operation that a script means by a text, without asking Azure. */
  operationMeant(text: string): ReturnType<typeof operationMeant>;
  /** What a text names that was written for others, without asking Azure. */
  findInText(text: string): FoundInText;
  status(asker: Presser, wish: StatusWish): ReturnType<typeof operationStatus>;
  /** What has ended. */
  history(asker: Presser, wish: HistoryWish): Promise<HistoryAnswer>;
  list(asker: Presser, wish: ListWish): Promise<ListAnswer>;
  /** Whether everything is in order, for who asks and as a whole. Nothing is changed. */
  doctor(presser: Presser): Promise<Diagnosis | Examining>;
  /** @param operation what names it, or them; a label or a server's name, too */
  stop(asker: Caller, operation: string): ReturnType<typeof stopOperations>;
  /** A watch as a pipeline may see it; undefined where there is none that it may. */
  watchSeenBy(
    user: AskerId,
    which: Parameters<typeof watchSeenBy>[1],
  ): Promise<SeenWatch | Refusal | undefined>;
  /** The live watches of a channel, as a pipeline may see them. */
  watchesSeenIn(caller: Caller): Promise<readonly SeenWatch[]>;
  /** Stop by a card's button, or by a pipeline. */
  stopWatch(caller: Caller, watchId: WatchId): Promise<StopAnswer | Forgotten>;
  /**
   * Turns notes off, or on again; the end and conditions are told all the same.
   *
   * @param wish its operation as for a stop
   */
  quiet(asker: Presser, wish: QuietWish): ReturnType<typeof quietOperations>;
  /** The same by a card's menu. */
  quietCard(
    presser: Presser,
    watchId: WatchId,
    isQuiet: boolean,
  ): Promise<CardWishAnswer | Forgotten>;
  /** Has the presser mentioned in the note of the end, by a card's button, or takes that back. */
  tellAtEnd(presser: Presser, watchId: WatchId): Promise<CardWishAnswer | Forgotten>;
  /** What Azure's support asks for, by a card's menu or button. */
  support(presser: Presser, watchId: WatchId): Promise<SupportAnswer | Forgotten | Refusal>;
  /** Refresh by a card's button: the card is redrawn after a fresh look. */
  refresh(presser: Presser, watchId: WatchId): Promise<RefreshAnswer>;
  /** Notes, by an alert's buttons, who looks after it, or that nobody does any more; a digest stands for its burst. */
  acknowledge(presser: Presser, wish: CareWish): Promise<AcknowledgeAnswer>;
  /** Watches anew, by a card's button, what has ended or was stopped. */
  watchAgain(presser: Presser, watchId: WatchId): ReturnType<typeof watchAgain>;
  /**
   * Notes that somebody may not do what they wished to.
   *
   * @param verb the command, or the button
   * @param about the watch or the message, where it is of one
   */
  turnedAway(presser: Presser, verb: string, about?: string): Promise<void>;
  /** Who has changed what, for those whom ADMINS names. */
  audit(presser: Presser, wish: AuditWish): ReturnType<typeof auditTrail>;
}

export type AskingDependencies = Omit<
  WatchDependencies &
    StatusDependencies &
    ListDependencies &
    HistoryDependencies &
    DoctorDependencies &
    StopDependencies &
    CardWishDependencies &
    RefreshDependencies &
    AcknowledgeDependencies &
    FormDependencies &
    DefaultsDependencies &
    AuditDependencies &
    HomeDependencies,
  'inTime' | 'past' | 'withinLimits'
> & {
  readonly aside: AsideStore;
  readonly trouble: ExplainTrouble;
  readonly limits: WatchLimits;
};

/** What people can ask for, each verb with what it needs. */
export function createAsking(dependencies: AskingDependencies): Asking {
  const { watches, aside, trouble, limits, log } = dependencies;
  const past = createPastUnreadable(aside, log);
  const all = {
    ...dependencies,
    past,
    inTime: createInTime(watches, trouble, log),
    withinLimits: createWithinLimits(watches, limits),
  };
  const overview = createSharedOverview(all);
  return {
    watch: (asker, wish) => past(() => watchOperations(asker, wish, all)),
    defaults: (asker, wish) => past(() => channelDefaults(asker, wish, all)),
    formChoices: (channel) => formChoices(channel, all),
    home: async (user, channels) => homeTabOf(user, channels, await aside.past(overview), all),
    operationMeant: (text) => operationMeant(text, all.reach),
    findInText: (text) => findInText(text, all.reach),
    status: (asker, wish) => past(() => operationStatus(asker, wish, all)),
    doctor: (presser) => diagnose(presser, all),
    history: (asker, wish) => aside.past(() => endedWatches(asker, wish, all)),
    list: (asker, wish) => aside.past(() => listWatches(asker, wish, all)),
    stop: (asker, operation) => past(() => stopOperations(asker, operation, all)),
    watchSeenBy: (user, which) => past(() => watchSeenBy(user, which, all)),
    watchesSeenIn: (caller) => aside.past(() => watchesSeenIn(caller, all)),
    stopWatch: (caller, watchId) => past(() => stopCardOf(caller, watchId, all)),
    quiet: (asker, wish) => past(() => quietOperations(asker, wish, all)),
    quietCard: (presser, watchId, isQuiet) =>
      past(() => quietCardOf(presser, watchId, isQuiet, all)),
    tellAtEnd: (presser, watchId) => past(() => tellAtEndOf(presser, watchId, all)),
    support: async (presser, watchId) => await past(() => supportOf(presser, watchId, all)),
    refresh: (presser, watchId) => past(() => refreshWatch(presser, watchId, all)),
    acknowledge: async (presser, wish) => {
      const answer = await past(() => acknowledge(presser, wish, all));
      if (answer.kind === 'acknowledged') all.onEvent();
      return answer;
    },
    watchAgain: (presser, watchId) => past(() => watchAgain(presser, watchId, all)),
    turnedAway: async () => undefined,
    audit: (presser, wish) => auditTrail(presser, wish, all),
  };
}
