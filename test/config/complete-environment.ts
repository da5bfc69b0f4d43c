import { readFileSync } from 'node:fs';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Problem } from '../../src/config/read-values.ts';
import { CERTIFICATE, KEY, WHILE_VALID } from './certificates.ts';

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

/** What is in the files that the settings' examples name. */
const FILES: Readonly<Record<string, string>> = {
  '/etc/mysqlop/redis-ca.pem': CERTIFICATE,
  '/etc/mysqlop/redis-cert.pem': CERTIFICATE,
  '/etc/mysqlop/redis-key.pem': KEY,
};

/** Reads an environment beside those files, or the real ones, while their certificates are valid. */
function load(environment: Environment) {
  return loadConfig(environment, {
    readFile: (path) => FILES[path] ?? readFileSync(path, 'utf8'),
    nowMs: WHILE_VALID,
  });
}

/** The configuration of a complete environment, changed; fails where that is refused. */
export function configOf(changes: Environment = {}): Config {
  const loaded = load({ ...COMPLETE, ...changes });
  if (loaded.kind === 'problems') throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

/** What is wrong with an environment; fails where nothing is. */
export function problemsOf(environment: Environment): readonly Problem[] {
  const loaded = load(environment);
  if (loaded.kind === 'config') throw new Error('Nothing was found wrong');
  return loaded.problems;
}
