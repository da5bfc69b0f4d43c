import type { Config } from '../../src/config/config.ts';
import { loadConfig, type Problem } from '../../src/config/load-config.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
export const OTHER_SUBSCRIPTION = '66666666-7777-8888-9999-000000000000';

/** No more than what has to be set. */
export const COMPLETE: Environment = {
  SLACK_BOT_TOKEN: 'xoxb-1-secret',
  SLACK_APP_TOKEN: 'xapp-1-secret',
  AZURE_SUBSCRIPTIONS: `prod=${SUBSCRIPTION}`,
  ONCALL_CHANNEL: 'C0ONCALL',
};

/** The configuration of a complete environment, changed; fails where that is refused. */
export function configOf(changes: Environment = {}): Config {
  const loaded = loadConfig({ ...COMPLETE, ...changes });
  if (loaded.kind === 'problems') throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

/** What is wrong with an environment; fails where nothing is. */
export function problemsOf(environment: Environment): readonly Problem[] {
  const loaded = loadConfig(environment);
  if (loaded.kind === 'config') throw new Error('Nothing was found wrong');
  return loaded.problems;
}
