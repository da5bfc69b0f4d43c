import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { PageState } from '../protocol.ts';

const Manifest = v.object({
  features: v.object({
    slash_commands: v.tupleWithRest(
      [v.object({ command: v.string(), description: v.string(), usage_hint: v.string() })],
      v.unknown(),
    ),
  }),
});

/** The slash command as manifest.yml declares it, and as Slack offers it while one types. */
export function manifestCommand(): PageState['command'] {
  const text = readFileSync(new URL('../../../../manifest.yml', import.meta.url), 'utf8');
  const [{ command, description, usage_hint: hint }] = v.parse(Manifest, parse(text)).features
    .slash_commands;
  return { name: command, hint, about: description };
}
