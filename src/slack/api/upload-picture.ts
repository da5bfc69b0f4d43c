import type { WebClient } from '@slack/web-api';
import * as v from 'valibot';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import type { Picture } from '../messages/message.ts';
import { isOfSlack } from './is-of-slack.ts';
import { fileNameOf } from './own-posts.ts';
import type { Place } from './place.ts';
import { type LaterFailure, type SlackFailure, slackFailure } from './slack-failure.ts';

const UPLOAD_TIMEOUT_MS = 10_000;
/** Slack shows a file some seconds after it has said so: before that, a look finds nothing. */
const LOOK_AFTER_MS = 15_000;

type Uploaded =
  | { readonly kind: 'posted'; readonly ts: string; readonly isStray: false }
  | SlackFailure;

/**
 * Shows a picture, by Slack's three steps: docs.slack.dev/messaging/working-with-files. Nothing is to be seen of it
 * before the last; where the answer to that is lost, it is found by its file's name.
 *
 * @param id of what it tells
 */
export async function uploadPicture(
  { channel, threadTs }: Place,
  id: string,
  { title, png }: Picture,
  { client, fetch }: { readonly client: WebClient; readonly fetch: Outgoing['fetch'] },
): Promise<Uploaded> {
  const file = await putFile(id, title, png, client, fetch).catch((error: unknown) =>
    unseen(asNoWay(error)),
  );
  if (typeof file === 'object') return file;
  const shared = { channel_id: channel, ...(threadTs && { thread_ts: threadTs }) };
  try {
    const { files } = await client.files.completeUploadExternal({
      files: [{ id: file, title }],
      ...shared,
    });
    return { kind: 'posted', ts: tsOf(files?.[0]?.shares) ?? file, isStray: false };
  } catch (error) {
    const failure = slackFailure(error);
    return failure.kind === 'later' && failure.taken === 'unknown'
      ? { ...failure, afterMs: failure.afterMs ?? LOOK_AFTER_MS }
      : failure;
  }
}

/** @returns its id, or why Slack does not take it */
async function putFile(
  id: string,
  title: string,
  png: Uint8Array,
  client: WebClient,
  fetch: Outgoing['fetch'],
): Promise<string | LaterFailure> {
  // Slack's page and its client differ in what they call the last.
  const described = {
    filename: fileNameOf(id),
    length: png.length,
    alt_text: title,
    alt_txt: title,
  };
  const { upload_url: url, file_id: file } = await client.files.getUploadURLExternal(described);
  if (!url || !file || !isOfSlack(url, client.slackApiUrl)) return notTaken('no usable answer');
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: png,
    redirect: 'error',
    signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
  });
  await answer.text();
  return answer.ok ? file : notTaken(`http ${answer.status}`);
}

function notTaken(error: string): LaterFailure {
  return { kind: 'later', cause: 'passing', error, taken: 'no', afterMs: undefined };
}

/** Before the last step there is nothing to be seen, whatever became of the others. */
function unseen(failure: SlackFailure): SlackFailure {
  return failure.kind === 'later' ? { ...failure, taken: 'no' } : failure;
}

const Shares = v.record(v.string(), v.record(v.string(), v.array(v.object({ ts: v.string() }))));

/** Slack tells it only where the file was shared at once. */
function tsOf(shares: unknown): string | undefined {
  const known = v.safeParse(Shares, shares);
  if (!known.success) return undefined;
  const [first] = Object.values(known.output).flatMap((byChannel) =>
    Object.values(byChannel).flat(),
  );
  return first?.ts;
}

/** Without the scope for it there is no such way; all else that the bot does goes on. */
export function asNoWay(error: unknown): SlackFailure {
  const failure = slackFailure(error);
  return failure.error === 'missing_scope'
    ? { kind: 'refused', error: failure.error, about: 'channel' }
    : failure;
}
