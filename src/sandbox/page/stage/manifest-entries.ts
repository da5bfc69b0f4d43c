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
    shortcuts: v.optional(
      v.array(
        v.object({
          name: v.string(),
          type: v.picklist(['global', 'message']),
          callback_id: v.string(),
          description: v.string(),
        }),
      ),
      [],
    ),
  }),
});

/** The slash command and the shortcuts as manifest.yml declares them, and as Slack offers them. */
export function manifestEntries(): Pick<PageState, 'command' | 'shortcuts'> {
  const text = readFileSync(new URL('../../../../manifest.yml', import.meta.url), 'utf8');
  const { slash_commands: commands, shortcuts } = v.parse(Manifest, parse(text)).features;
  const [{ command, description, usage_hint: hint }] = commands;
  return {
    command: { name: command, hint, about: description },
    shortcuts: shortcuts.map(({ callback_id: callbackId, description: about, name, type }) => ({
      callbackId,
      name,
      type,
      about,
    })),
  };
}
