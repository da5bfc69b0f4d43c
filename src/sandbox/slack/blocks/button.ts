import * as v from 'valibot';
import { confirmDialog, style } from './composition.ts';
import { boundedString, identifier, linkUrl, plainText } from './text.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const button = v.strictObject({
  type: v.literal('button'),
  text: plainText(75),
  action_id: v.exactOptional(identifier),
  url: v.exactOptional(linkUrl),
  value: v.exactOptional(boundedString(2000)),
  style: v.exactOptional(style),
  confirm: v.exactOptional(confirmDialog),
  accessibility_label: v.exactOptional(boundedString(75)),
});
