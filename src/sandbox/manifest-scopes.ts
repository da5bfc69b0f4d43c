import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse } from 'yaml';

const Manifest = v.object({
  oauth_config: v.object({ scopes: v.object({ bot: v.array(v.string()) }) }),
});

/** What the bot's token may do in a workspace that installed it as manifest.yml says. */
export function manifestScopes(): readonly string[] {
  const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');
  return v.parse(Manifest, parse(text)).oauth_config.scopes.bot;
}
