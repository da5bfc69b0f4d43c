import * as v from 'valibot';
import { bounded } from '../../words/plain-text.ts';
import { context } from './blocks.ts';
import { LIMITS } from './message.ts';

const Element = v.looseObject({ action_id: v.optional(v.string()) });
const Block = v.looseObject({
  type: v.string(),
  elements: v.optional(v.array(v.unknown())),
});
/** A message as Slack shows it to us with a press: its texts are escaped already. */
const Shown = v.object({ text: v.optional(v.string(), ''), blocks: v.array(Block) });

/**
 * A message that belongs to nothing that we remember: as it is, without the buttons of which nothing would
 * come, and with a line that says so.
 *
 * @returns undefined for what is no message of ours
 */
export function forgottenMessage(message: unknown, mark: string) {
  const shown = v.safeParse(Shown, message);
  if (!shown.success) return undefined;
  const { text, blocks } = shown.output;
  const line = `🕳️ ${mark}`;
  return {
    text: bounded(`${text} ${line}`, LIMITS.text),
    blocks: [...blocks.flatMap(withoutButtons), context(line)],
  };
}

/** Links go on working. */
function withoutButtons(block: v.InferOutput<typeof Block>) {
  if (block.type !== 'actions') return [block];
  const elements = (block.elements ?? []).filter((element) => {
    const parsed = v.safeParse(Element, element);
    return parsed.success && parsed.output.action_id?.startsWith('link-');
  });
  return elements.length > 0 ? [{ ...block, elements }] : [];
}
