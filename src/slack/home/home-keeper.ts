import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Asking } from '../../asking/asking.ts';
import type { ExplainTrouble } from '../../asking/store-in-time.ts';
import type { UserId } from '../../watch/names.ts';
import { slackFailure } from '../api/slack-failure.ts';
import { homeView, homeWithoutMemory } from '../views/home-view.ts';
import type { Memberships } from './memberships.ts';

/** Whose Home tabs are kept up to date, and which of them are to be published. All processes share it. */
interface HomeBook {
  opened(user: UserId): Promise<void>;
  take(
    most: number,
    intervalMs: number,
  ): Promise<{ readonly users: readonly UserId[]; readonly lease: number }>;
  settle(user: UserId, lease: number): Promise<void>;
}

/** Keeps people's Home tabs. */
export interface HomeKeeper {
  /** Somebody has opened theirs. Never rejects. */
  opened(user: UserId): Promise<void>;
  /** Never rejects. @returns whether Slack has taken it */
  show(user: UserId, view: HomeView): Promise<boolean>;
  close(): void;
}

export interface HomeKeeperDependencies {
  readonly asking: Pick<Asking, 'home'>;
  readonly book: HomeBook;
  readonly client: WebClient;
  readonly memberships: Memberships;
  readonly trouble: ExplainTrouble;
  /** Notes an error where it is one of Redis; false where it is not. */
  readonly reportRedis: (error: unknown) => boolean;
  readonly log: Logger;
}

/**
 * Slack takes 100 `views.publish` a minute for all of the workspace: 15 every 15 s are 60, and leave the rest to
 * those who open theirs.
 */
const AT_ONCE = 15;
const ROUND_MS = 15_000;
/** All watches are gone through for a round: that is to take a twentieth of the time at most. */
const WORK_SHARE = 20;
const LOOK_EVERY_MS = 2000;

/** Publishes Home tabs when they are opened, and those that are due in rounds. */
export function createHomeKeeper(dependencies: HomeKeeperDependencies): HomeKeeper {
  const { asking, book, client, memberships, trouble, reportRedis, log } = dependencies;
  let roundMs = ROUND_MS;
  let isClosed = false;
  let timer = setTimeout(look, LOOK_EVERY_MS).unref();

  async function look(): Promise<void> {
    try {
      await round();
    } catch (error) {
      if (!reportRedis(error)) log.warn({ event: 'home.round_failed', err: error });
    }
    if (!isClosed) timer = setTimeout(look, LOOK_EVERY_MS).unref();
  }

  async function round(): Promise<void> {
    const { users, lease } = await book.take(AT_ONCE, roundMs);
    if (users.length === 0) return;
    const since = performance.now();
    for (const user of users) {
      if (isClosed) return;
      // What is not taken is due again when its lease runs out.
      if (await show(user, await viewOf(user))) await book.settle(user, lease);
    }
    roundMs = Math.max(ROUND_MS, WORK_SHARE * (performance.now() - since));
  }

  async function viewOf(user: UserId): Promise<HomeView> {
    return homeView(await asking.home(user, await memberships(user)));
  }

  async function show(user: UserId, view: HomeView): Promise<boolean> {
    try {
      await client.views.publish({ user_id: user, view });
      log.debug({ event: 'home.published', user });
      return true;
    } catch (error) {
      log.warn({ event: 'home.not_published', user, detail: slackFailure(error).error });
      return false;
    }
  }

  return {
    show,
    async opened(user) {
      try {
        // It is shown as it is now, whether or not it can be kept so.
        const [view] = await Promise.all([viewOf(user), book.opened(user)]);
        await show(user, view);
      } catch (error) {
        if (!reportRedis(error))
          log.error({ event: 'home.failed', err: error }, 'please report this');
        await show(user, homeWithoutMemory(trouble(error)));
      }
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
