import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { anyText, boundedString, linkUrl, plainText } from './text.ts';

export const style = v.picklist(['primary', 'danger']);

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export const confirmDialog = v.strictObject({
  title: v.exactOptional(plainText(100)),
  text: anyText(300),
  confirm: v.exactOptional(plainText(30)),
  deny: v.exactOptional(plainText(30)),
  style: v.exactOptional(style),
});

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export const plainOption = v.strictObject({
  text: plainText(75),
  value: boundedString(150),
  description: v.exactOptional(plainText(75)),
});

/** Radio buttons and checkboxes alone may show mrkdwn. */
export const choiceOption = v.strictObject({
  text: anyText(75),
  value: boundedString(150),
  description: v.exactOptional(anyText(75)),
});

/** Only an overflow menu's options may open a URL. */
export const overflowOption = v.strictObject({
  text: plainText(75),
  value: v.exactOptional(boundedString(150)),
  description: v.exactOptional(plainText(75)),
  url: v.exactOptional(linkUrl),
});

export function someOf<const Schema extends v.GenericSchema>(schema: Schema, most: number) {
  return v.pipe(
    v.array(schema, 'must be an array'),
    v.minLength(1, 'must have at least 1 item'),
    v.maxLength(most, `no more than ${most} items allowed`),
  );
}

/** Slack refuses an initial option that is not, field by field, one of the options. */
export function isAmong(wanted: unknown, offered: readonly unknown[]): boolean {
  return offered.some((option) => isDeepStrictEqual(option, wanted));
}
