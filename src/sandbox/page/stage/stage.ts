import { startProduct } from '../../product/product-process.ts';
import { untilReady } from '../../product/until-ready.ts';
import type { SlackChange } from '../../slack/state/change-feed.ts';
import type { SimulatedChannel } from '../../slack/state/channels.ts';
import { IDENTITY } from '../../slack/state/identity.ts';
import type { World } from '../../world.ts';
import type {
  Done,
  PageChannel,
  PageControls,
  PageEvent,
  PageRequest,
  PageState,
  PageView,
} from '../protocol.ts';
import { createAzureClock } from '../stories/azure-clock.ts';
import { STORIES } from '../stories/stories.ts';
import { createTheatre } from '../stories/theatre.ts';
import { carryOut } from './carry-out.ts';
import { manifestCommand } from './manifest-command.ts';
import { MessageBook } from './message-book.ts';
import { SLACKBOT } from './page-message.ts';
import { createPlug } from './plug.ts';
import { createMoodSwitch } from './slack-mood.ts';

const SHOW_OPERATIONS_EVERY_MS = 1_000;

/** Who watches what the visitor need not, and where. */
const COLLEAGUE = { user: 'U0BOB', channel: 'C0DBA' } as const;

/** The whole demo as one visitor sees it: what stands there, what changes, what can be done. */
export interface Stage {
  state(): PageState;
  /** Calls `listener` after each change; returns how to stop that. */
  onChange(listener: (event: PageEvent) => void): () => void;
  act(request: PageRequest): Promise<Done>;
  /** Ends the bot that runs now; the world is left to its owner. */
  stop(): Promise<void>;
}

export function createStage(world: World, visitor: string): Stage {
  const { azure, slack } = world;
  const command = manifestCommand();
  const clock = createAzureClock(10);
  const theatre = createTheatre(azure, clock);
  const mood = createMoodSwitch(slack);
  const book = new MessageBook(visitor);
  const listeners = new Set<(event: PageEvent) => void>();
  const plug = createPlug({
    product: world.product,
    start: () => startProduct(world.environment, 'node'),
    untilReady: (product) => untilReady(product, world.opsPort),
    onChange: tellControls,
  });
  slack.directMessages(visitor);

  function tell(event: PageEvent): void {
    for (const listener of listeners) listener(event);
  }

  function controls(): PageControls {
    return { speed: clock.speed, slack: mood.mood, worker: plug.state };
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
      command,
      channels: slack.channels().map(pageChannel),
      users: [
        ...slack.users.map((user) => ({ ...user, isBot: false })),
        { id: IDENTITY.botUserId, name: IDENTITY.botName, isBot: true },
        { id: SLACKBOT, name: 'Slackbot', isBot: true },
      ],
      messages: book.messages,
      views: views(),
      stories: STORIES.map(({ id, title, about }) => ({ id, title, about })),
      operations: theatre.operations(),
      controls: controls(),
    };
  }

  const props = {
    visitor,
    slack,
    commandName: command.name,
    controls: {
      startStory(id: string) {
        const begun = theatre.start(id);
        // Once a second at most: otherwise the next tick tells it.
        if (performance.now() - shownAt >= SHOW_OPERATIONS_EVERY_MS) tellOperations();
        for (const { url } of begun?.areWatched ? begun.operations : []) {
          // While the bot is away, the visitor may still ask for them.
          void slack.command({ ...COLLEAGUE, text: `watch ${url}` }).catch(() => undefined);
        }
        return begun !== undefined;
      },
      setSpeed(speed: PageControls['speed']) {
        clock.setSpeed(speed);
        tellControls();
      },
      setSlack(next: PageControls['slack']) {
        mood.set(next);
        tellControls();
      },
      pullPlug: () => plug.pull(),
      plugIn: () => plug.plugIn(),
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
    async stop() {
      clearInterval(showing);
      stopListening();
      await plug.stop();
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
