import * as v from 'valibot';
import type { Block } from './block.ts';
import { checkBlocks, issueError } from './check-blocks.ts';
import { identifier, plainText } from './text.ts';

const MOST_BLOCKS_IN_A_VIEW = 100;
const MOST_BYTES_OF_A_VIEW = 250 * 1024;

const viewFields = {
  blocks: v.array(v.unknown(), 'must be an array'),
  private_metadata: v.exactOptional(v.pipe(v.string(), v.maxLength(3000))),
  callback_id: v.exactOptional(identifier),
  external_id: v.exactOptional(identifier),
};

const modal = v.strictObject({
  type: v.literal('modal'),
  ...viewFields,
  title: plainText(24),
  submit: v.exactOptional(plainText(24)),
  close: v.exactOptional(plainText(24)),
  clear_on_close: v.exactOptional(v.boolean()),
  notify_on_close: v.exactOptional(v.boolean()),
});

const home = v.strictObject({ type: v.literal('home'), ...viewFields });

/** What an app may send as a view, its blocks checked. */
export type ModalDefinition = Omit<v.InferOutput<typeof modal>, 'blocks'> & {
  readonly blocks: readonly Block[];
};
export type HomeDefinition = Omit<v.InferOutput<typeof home>, 'blocks'> & {
  readonly blocks: readonly Block[];
};

export type CheckedView<Definition> =
  | { readonly kind: 'valid'; readonly view: Definition }
  | { readonly kind: 'invalid'; readonly messages: readonly string[] };

/** Whether Slack refuses a view for its size alone (`view_too_large`). */
export function isViewTooLarge(candidate: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(candidate) ?? '') > MOST_BYTES_OF_A_VIEW;
}

/** Checks a modal as `views.open` and `views.update` do. */
export function checkModal(candidate: unknown): CheckedView<ModalDefinition> {
  const parsed = v.safeParse(modal, candidate);
  if (!parsed.success) return invalid(parsed.issues);
  const checked = checkBlocks(parsed.output.blocks, MOST_BLOCKS_IN_A_VIEW);
  if (checked.kind === 'invalid') return underView(checked.messages);
  const asks = checked.blocks.some((block) => block.type === 'input');
  if (asks && parsed.output.submit === undefined) {
    return {
      kind: 'invalid',
      messages: ['[ERROR] missing required field: submit [json-pointer:/view]'],
    };
  }
  return { kind: 'valid', view: { ...parsed.output, blocks: checked.blocks } };
}

/** Checks a Home tab as `views.publish` does. */
export function checkHome(candidate: unknown): CheckedView<HomeDefinition> {
  const parsed = v.safeParse(home, candidate);
  if (!parsed.success) return invalid(parsed.issues);
  const checked = checkBlocks(parsed.output.blocks, MOST_BLOCKS_IN_A_VIEW);
  return checked.kind === 'invalid'
    ? underView(checked.messages)
    : { kind: 'valid', view: { ...parsed.output, blocks: checked.blocks } };
}

function invalid(issues: readonly v.BaseIssue<unknown>[]) {
  return { kind: 'invalid', messages: issues.map((issue) => issueError(issue, '/view')) } as const;
}

function underView(messages: readonly string[]) {
  return {
    kind: 'invalid',
    messages: messages.map((line) =>
      line.replace('[json-pointer:/blocks', '[json-pointer:/view/blocks'),
    ),
  } as const;
}
