import * as v from 'valibot';

/** A string Slack takes: never empty, at most `maxLength` characters. */
export function boundedString(maxLength: number) {
  return v.pipe(
    v.string('must be a string'),
    v.minLength(1, 'must be more than 0 characters'),
    v.maxLength(maxLength, `must be less than ${maxLength + 1} characters`),
  );
}

export function plainText(maxLength: number) {
  return v.strictObject({
    type: v.literal('plain_text'),
    text: boundedString(maxLength),
    emoji: v.exactOptional(v.boolean()),
  });
}

export function mrkdwn(maxLength: number) {
  return v.strictObject({
    type: v.literal('mrkdwn'),
    text: boundedString(maxLength),
    verbatim: v.exactOptional(v.boolean()),
  });
}

export function anyText(maxLength: number) {
  return v.variant('type', [plainText(maxLength), mrkdwn(maxLength)]);
}

export const identifier = boundedString(255);
export const linkUrl = v.pipe(
  boundedString(3000),
  v.regex(/^[a-z][a-z0-9+.-]*:/i, 'must be a URL'),
);
