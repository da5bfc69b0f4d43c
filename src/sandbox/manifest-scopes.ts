import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse } from 'yaml';

const Manifest = v.object({
  settings: v.object({
    event_subscriptions: v.optional(v.object({ bot_events: v.array(v.string()) })),
  }),
  oauth_config: v.object({
    scopes: v.object({
      bot: v.array(v.string()),
      bot_optional: v.optional(v.array(v.string()), []),
    }),
  }),
});

/** The events that a workspace sends the bot that installed it as manifest.yml says. */
export function manifestEvents(): readonly string[] {
  return manifest().settings.event_subscriptions?.bot_events ?? [];
}

/** What the bot's token may do in a workspace that installed it as manifest.yml says, with all that is optional. */
export function manifestScopes(): readonly string[] {
  const { bot, bot_optional: optional } = manifest().oauth_config.scopes;
  return [...bot, ...optional];
}

function manifest() {
  const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');
  return v.parse(Manifest, parse(text));
}
