import type { SlackChange } from '../../slack/state/change-feed.ts';
import type { SimulatedChannel } from '../../slack/state/channels.ts';
import { IDENTITY } from '../../slack/state/identity.ts';
import type { DemoWorld } from '../demo-world.ts';
import {
  type Done,
  type PageChannel,
  type PageControls,
  type PageEvent,
  type PageState,
  type PageView,
  SLACKBOT,
} from '../protocol.ts';
import { createAzureClock } from '../stories/azure-clock.ts';
import { STORIES } from '../stories/stories.ts';
import { MINUTE_MS } from '../stories/story.ts';
import { createTheatre } from '../stories/theatre.ts';
import { carryOut, type StageRequest } from './carry-out.ts';
import { createColleague } from './colleague.ts';
import { manifestEntries } from './manifest-entries.ts';
import { MessageBook } from './message-book.ts';
import { createPagerBook } from './pager-book.ts';
import { createPlugs } from './plugs.ts';
import { createMoodSwitch } from './slack-mood.ts';

const SHOW_OPERATIONS_EVERY_MS = 1_000;

/** Where operations are watched from Azure's side of the page. */
const WATCHED_IN = 'C0DBA';
/** Who watches what the visitor need not. */
const COLLEAGUE = 'U0BOB';

/** What a visitor finds under way. */
const OPENING = { story: 'import', agoMs: 12 * MINUTE_MS, label: 'nightly refresh' } as const;

/** The whole demo as one visitor sees it: what stands there, what changes, what can be done. */
export interface Stage {
  state(): PageState;
  /** Calls `listener` after each change; returns how to stop that. */
  onChange(listener: (event: PageEvent) => void): () => void;
  act(request: StageRequest): Promise<Done>;
  /** Resolves when the bot does its work; rejects where it does not come up. */
  readonly ready: Promise<void>;
  /** Has a colleague watch an import that is under way. */
  open(): void;
  /** Ends the bot's processes that run now; the world is left to its owner. */
  stop(): Promise<void>;
}

export function createStage(world: DemoWorld, visitor: string): Stage {
  const { azure, slack } = world;
  const entries = manifestEntries();
  const clock = createAzureClock(10);
  const theatre = createTheatre(azure, clock);
  const mood = createMoodSwitch(slack);
  const book = new MessageBook(visitor, slack.file);
  const listeners = new Set<(event: PageEvent) => void>();
  const colleague = createColleague(slack);
  const pager = createPagerBook(world.pagerDuty, () =>
    tell({ kind: 'pager', pager: pager.events }),
  );
  const plugs = createPlugs(world, tellControls);
  slack.directMessages(visitor);

  function tell(event: PageEvent): void {
    for (const listener of listeners) listener(event);
  }

  function controls(): PageControls {
    return { speed: clock.speed, slack: mood.mood, plugs: plugs.states };
  }

  function tellControls(): void {
    tell({ kind: 'controls', controls: controls() });
  }

  let shownOperations = '[]';
  let shownAt = 0;
  function tellOperations(): void {
    const operations = theatre.operations();
    const text = JSON.stringify(operations);
    if (text === shownOperations) return;
    shownOperations = text;
    shownAt = performance.now();
    showing.refresh();
    tell({ kind: 'operations', operations });
  }
  const showing = setInterval(tellOperations, SHOW_OPERATIONS_EVERY_MS).unref();

  function views(): readonly PageView[] {
    const modals = slack
      .modals(visitor)
      .map(({ id, definition, errors }) => ({ id, kind: 'modal', definition, errors }) as const);
    const home = slack.home(visitor);
    if (home === undefined) return modals;
    return [...modals, { id: home.id, kind: 'home', definition: home.definition, errors: {} }];
  }

  function take(change: SlackChange): void {
    colleague.take(change);
    const changed = book.take(change);
    if (changed !== undefined) tell({ kind: 'message', ...changed });
    else if (changesViews(change, visitor)) tell({ kind: 'views', views: views() });
    // Rare, and the protocol has no event of its own for it.
    else if (change.kind === 'channel-changed') tell({ kind: 'state', state: state() });
  }
  const stopListening = slack.onChange(take);

  function state(): PageState {
    return {
      visitor,
      ...entries,
      channels: slack.channels().map(pageChannel),
      users: [
        ...slack.users.map((user) => ({ ...user, isBot: false })),
        { id: IDENTITY.botUserId, name: IDENTITY.botName, isBot: true },
        { id: SLACKBOT, name: 'Slackbot', isBot: true },
      ],
      messages: book.messages,
      views: views(),
      stories: STORIES.map(({ id, title, group, about }) => ({ id, title, group, about })),
      operations: theatre.operations(),
      pager: pager.events,
      controls: controls(),
    };
  }

  function watch(user: string, reference: string, label?: string): void {
    const text = `watch ${reference}${label === undefined ? '' : ` as ${label}`}`;
    // While the bot is away, the visitor may still ask for it.
    void slack.command({ channel: WATCHED_IN, user, text }).catch(() => undefined);
  }

  const props = {
    visitor,
    slack,
    commandName: entries.command.name,
    controls: {
      startStory(id: string, isWatched: boolean) {
        const begun = theatre.start(id);
        if (begun === undefined) return false;
        // Once a second at most: otherwise the next tick tells it.
        if (performance.now() - shownAt >= SHOW_OPERATIONS_EVERY_MS) tellOperations();
        const isByColleague = begun.areWatched;
        for (const { url } of isByColleague || isWatched ? begun.operations : []) {
          watch(isByColleague ? COLLEAGUE : visitor, url);
        }
        return true;
      },
      clearEnded() {
        theatre.clearEnded();
        tellOperations();
      },
      dismiss(channel: string, ts: string) {
        const changed = book.dismiss(channel, ts);
        if (changed !== undefined) tell({ kind: 'message', ...changed });
        return changed !== undefined;
      },
      setSpeed(speed: PageControls['speed']) {
        clock.setSpeed(speed);
        tellControls();
      },
      setSlack(next: PageControls['slack']) {
        mood.set(next);
        tellControls();
      },
      pullPlug: plugs.pull,
      plugIn: plugs.plugIn,
    },
  };

  return {
    state,
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    act: (request) => carryOut(request, props),
    ready: plugs.ready,
    open() {
      const [begun] = theatre.start(OPENING.story, OPENING.agoMs)?.operations ?? [];
      if (begun !== undefined) watch(COLLEAGUE, begun.url, OPENING.label);
    },
    async stop() {
      clearInterval(showing);
      stopListening();
      colleague.stop();
      pager.stop();
      await plugs.stop();
    },
  };
}

function changesViews(change: SlackChange, visitor: string): boolean {
  switch (change.kind) {
    case 'modal-opened':
    case 'modal-changed':
    case 'modal-closed':
      return change.modal.user === visitor;
    case 'home-published':
      return change.home.user === visitor;
    default:
      return false;
  }
}

/** Slack shows direct messages with a bot under the bot's name. */
function pageChannel({ id, name, kind, isMember }: SimulatedChannel): PageChannel {
  return kind === 'im'
    ? { id, name: IDENTITY.botName, kind: 'dm', isMember }
    : { id, name, kind, isMember };
}
