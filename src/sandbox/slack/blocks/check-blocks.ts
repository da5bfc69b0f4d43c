import * as v from 'valibot';
import { type Block, block } from './block.ts';
import { interactiveElements } from './interactive-elements.ts';

export type CheckedBlocks =
  | { readonly kind: 'valid'; readonly blocks: readonly Block[] }
  | { readonly kind: 'invalid'; readonly messages: readonly string[] };

/**
 * Checks blocks as Slack does. What is wrong is said in the words and the form of Slack's
 * `response_metadata.messages`: `[ERROR] … [json-pointer:/blocks/0/text]`.
 */
export function checkBlocks(candidate: readonly unknown[], most: number): CheckedBlocks {
  if (candidate.length > most) {
    return { kind: 'invalid', messages: [blockError(`no more than ${most} items allowed`, '')] };
  }
  const parsed = v.safeParse(v.array(block), candidate);
  if (!parsed.success) {
    return {
      kind: 'invalid',
      messages: parsed.issues.map((issue) => issueError(issue, '/blocks')),
    };
  }
  const messages = [
    ...repeatedBlockIds(parsed.output),
    ...parsed.output.flatMap(repeatedActionIds),
    ...repeatedFocus(parsed.output),
  ];
  return messages.length > 0
    ? { kind: 'invalid', messages }
    : { kind: 'valid', blocks: parsed.output };
}

/** One validation issue in the form of Slack's `response_metadata.messages`. */
export function issueError(issue: v.BaseIssue<unknown>, root: string): string {
  const path = (issue.path ?? []).map((part) => String(part.key)).join('/');
  const pointer = path === '' ? root : `${root}/${path}`;
  return `[ERROR] ${issueText(issue)} [json-pointer:${pointer}]`;
}

function issueText(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'variant') return `unsupported type: ${issue.received}`;
  if (issue.expected === 'never') return 'no more fields allowed';
  if (issue.type === 'strict_object' && issue.received === 'undefined') {
    return 'missing required field';
  }
  return issue.message;
}

function blockError(text: string, pointer: string): string {
  return `[ERROR] ${text} [json-pointer:/blocks${pointer}]`;
}

function repeatedBlockIds(blocks: readonly Block[]): readonly string[] {
  const seen = new Set<string>();
  return blocks.flatMap(({ block_id: id }, index) => {
    if (id === undefined) return [];
    if (seen.has(id)) return [blockError('duplicate block_id', `/${index}/block_id`)];
    seen.add(id);
    return [];
  });
}

function repeatedActionIds(candidate: Block, index: number): readonly string[] {
  const seen = new Set<string>();
  return interactiveElements(candidate).flatMap(({ action_id: id }, position) => {
    if (id === undefined) return [];
    const pointer = `/${index}/elements/${position}/action_id`;
    if (seen.has(id)) return [blockError('duplicate action_id', pointer)];
    seen.add(id);
    return [];
  });
}

function repeatedFocus(blocks: readonly Block[]): readonly string[] {
  const focused = blocks
    .flatMap(interactiveElements)
    .filter((element) => 'focus_on_load' in element && element.focus_on_load === true);
  return focused.length > 1 ? [blockError('only one element may have focus_on_load', '')] : [];
}
