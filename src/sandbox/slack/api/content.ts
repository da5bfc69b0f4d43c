import * as v from 'valibot';
import type { StoredBlock } from '../blocks/block.ts';
import { checkBlocks } from '../blocks/check-blocks.ts';
import { storeBlocks } from '../blocks/store-blocks.ts';
import type { MessageMetadata } from '../state/message.ts';
import { isRefusal, type Refusal, refuse, refuseWithMessages } from './answer.ts';

/** Slack cuts at 40,000, but recommends 4,000 and breaks longer texts up; we hold to the latter. */
const MOST_TEXT = 4_000;
const MOST_BLOCKS_IN_A_MESSAGE = 50;
/**
 * Not documented: "12,000 text characters with a buffer for block containers", which was found to end at
 * some 13,200 with few containers, and sooner with many: github.com/slackapi/bolt-js/issues/2509, 2867.
 */
const MOST_CHARACTERS_OF_BLOCKS = 13_200;
const MOST_METADATA_BYTES = 8_000;

/** The arguments that make up a message. */
export const contentFields = {
  text: v.exactOptional(v.string()),
  blocks: v.exactOptional(v.unknown()),
  attachments: v.exactOptional(v.unknown()),
};

export interface RawContent {
  readonly text?: string;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}

export interface SentContent {
  readonly text: string;
  /** `undefined` where none were sent, which an edit tells from an empty list. */
  readonly blocks: readonly StoredBlock[] | undefined;
}

/**
 * Checks what a message says: a text, blocks or both.
 *
 * @param mostOfBlocks how long all blocks may be together; a `response_url` takes any
 */
export function readContent(
  raw: RawContent,
  nextId: () => string,
  mostOfBlocks = MOST_CHARACTERS_OF_BLOCKS,
): SentContent | Refusal {
  const { text = '' } = raw;
  if (raw.attachments !== undefined) return refuse('invalid_attachments');
  if (text.length > MOST_TEXT) return refuse('msg_too_long');
  const blocks = readBlocks(raw.blocks, nextId);
  if (blocks !== undefined && isRefusal(blocks)) return blocks;
  if (JSON.stringify(raw.blocks ?? []).length > mostOfBlocks) return refuse('msg_blocks_too_long');
  if (text === '' && (blocks === undefined || blocks.length === 0)) return refuse('no_text');
  return { text, blocks };
}

function readBlocks(
  candidate: unknown,
  nextId: () => string,
): readonly StoredBlock[] | Refusal | undefined {
  if (candidate === undefined) return undefined;
  if (!Array.isArray(candidate)) return refuse('invalid_blocks_format');
  const checked = checkBlocks(candidate, MOST_BLOCKS_IN_A_MESSAGE);
  return checked.kind === 'valid'
    ? storeBlocks(checked.blocks, nextId)
    : refuseWithMessages('invalid_blocks', checked.messages);
}

const metadata = v.strictObject({
  event_type: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  event_payload: v.record(v.string(), v.unknown()),
});

/** Checks a message's metadata. */
export function readMetadata(candidate: unknown): MessageMetadata | Refusal {
  const parsed = v.safeParse(metadata, candidate);
  if (!parsed.success) return refuse('invalid_metadata_format');
  const size = Buffer.byteLength(JSON.stringify(parsed.output.event_payload));
  return size > MOST_METADATA_BYTES ? refuse('metadata_too_large') : parsed.output;
}
