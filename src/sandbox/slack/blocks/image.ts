import * as v from 'valibot';
import { boundedString, identifier, linkUrl, plainText } from './text.ts';

const slackFile = v.union([
  v.strictObject({ id: boundedString(255) }),
  v.strictObject({ url: linkUrl }),
]);

const picture = {
  type: v.literal('image'),
  alt_text: boundedString(2000),
  image_url: v.exactOptional(linkUrl),
  slack_file: v.exactOptional(slackFile),
};

interface Picture {
  readonly image_url?: string;
  readonly slack_file?: unknown;
}

const hasOneSource = (image: Picture): boolean =>
  (image.image_url === undefined) !== (image.slack_file === undefined);
const ONE_SOURCE = 'must have exactly one of image_url and slack_file';

/** https://docs.slack.dev/reference/block-kit/block-elements/image-element */
export const imageElement = v.pipe(
  v.strictObject(picture),
  v.check((image) => hasOneSource(image), ONE_SOURCE),
);

/** https://docs.slack.dev/reference/block-kit/blocks/image-block */
export const imageBlock = v.pipe(
  v.strictObject({
    ...picture,
    block_id: v.exactOptional(identifier),
    title: v.exactOptional(plainText(2000)),
  }),
  v.check((image) => hasOneSource(image), ONE_SOURCE),
);
