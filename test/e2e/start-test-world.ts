import { startWorld, type World, type WorldOptions } from '../../src/sandbox/world.ts';

export const DBA = 'C0DBA';
export const ONCALL = 'C0ONCALL';
export const ALICE = 'U0ALICE';
export const BOB = 'U0BOB';

export interface TestWorld extends World {
  /** All that the bot has printed, not only the end of it. */
  printed(): string;
  /** What the asker alone reads in answer to a command. */
  ask(text: string, who?: { readonly channel?: string; readonly user?: string }): Promise<string>;
}

/** A world in which nothing has to be waited for longer than the bot needs, unless it is told so. */
export async function startTestWorld(
  entrance: 'socket' | 'http',
  settings: WorldOptions['settings'] = {},
  options: Pick<
    WorldOptions,
    'limits' | 'subscriptions' | 'channels' | 'users' | 'scopes' | 'way' | 'isReadyAwaited'
  > = {},
): Promise<TestWorld> {
  let printed = '';
  const world = await startWorld({
    onOutput: (text) => {
      printed += text;
    },
    entrance,
    limits: false,
    ...options,
    locations: ['East US', 'West Europe'],
    oncallChannel: ONCALL,
    settings: {
      ONCALL_MENTION: 'S0DBAS',
      POLL_MIN: '100ms',
      POLL_MAX: '200ms',
      ARM_READS_PER_SECOND: '1000',
      SLACK_EDITS_PER_MINUTE: '6000',
      SLACK_POSTS_PER_MINUTE: '6000',
      ...settings,
    },
  });
  return {
    ...world,
    printed: () => printed,
    async ask(text, { channel = DBA, user = ALICE } = {}) {
      const { response } = await world.slack.command({ channel, user, text });
      return String(response?.['text'] ?? '');
    },
  };
}
