import * as v from 'valibot';
import { identifier } from './text.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block. Which elements may stand in which is left to Slack. */
export const richText = v.strictObject({
  type: v.literal('rich_text'),
  block_id: v.exactOptional(identifier),
  elements: v.array(
    v.looseObject({
      type: v.picklist([
        'rich_text_section',
        'rich_text_list',
        'rich_text_preformatted',
        'rich_text_quote',
      ]),
      elements: v.array(v.looseObject({ type: v.string() })),
    }),
  ),
});
