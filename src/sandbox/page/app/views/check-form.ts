import type { StoredBlock } from '../../../slack/blocks/block.ts';
import { type FieldElement, type FieldValue, initialValue } from '../blocks/elements.ts';

/** What Slack's own form would not let anybody submit, by block id. */
export function checkForm(
  blocks: readonly StoredBlock[],
  values: Readonly<Record<string, FieldValue>>,
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const { element } = block;
    const value = values[element.action_id ?? ''] ?? initialValue(element);
    const problem =
      value.length === 0
        ? block.optional !== true && 'Please complete this required field.'
        : lengthProblem(element, value);
    if (problem) problems[block.block_id] = problem;
  }
  return problems;
}

function lengthProblem(element: FieldElement, value: FieldValue): string | undefined {
  if (element.type !== 'plain_text_input') return undefined;
  const { min_length: least = 0 } = element;
  return value.length < least ? `Please write at least ${least} characters.` : undefined;
}
