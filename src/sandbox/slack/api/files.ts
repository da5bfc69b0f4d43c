import * as v from 'valibot';
import { IDENTITY } from '../state/identity.ts';
import { postableChannel } from './access.ts';
import { isRefusal, refuse } from './answer.ts';
import { count, required } from './arguments.ts';
import { threadFor } from './chat-post-message.ts';
import { defineMethod } from './method.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal: where the bytes of a file go. */
export const filesGetUploadUrlExternal = defineMethod({
  scope: 'files:write',
  args: v.object({
    filename: required,
    length: v.pipe(count, v.minValue(1)),
    alt_txt: v.exactOptional(v.string(), ''),
  }),
  run: ({ filename: name, length, alt_txt: altText }, { workspace, uploadUrl }) => {
    const file = workspace.files.announce({ name, length, altText });
    return { ok: true, upload_url: uploadUrl(file.id), file_id: file.id };
  },
});

const Uploaded = v.object({ id: required, title: v.exactOptional(v.string()) });

/**
 * https://docs.slack.dev/reference/methods/files.completeUploadExternal: shows files that were uploaded. The bot has
 * to be in the channel, whatever it may post there.
 */
export const filesCompleteUploadExternal = defineMethod({
  scope: 'files:write',
  args: v.object({
    files: v.tuple([Uploaded]),
    channel_id: required,
    thread_ts: v.exactOptional(required),
  }),
  run: ({ files: [given], channel_id, thread_ts }, { workspace }) => {
    const file = workspace.files.find(given.id);
    if (!file?.bytes || file.isShared) return refuse('file_not_found');
    const channel = postableChannel(workspace, channel_id);
    if (isRefusal(channel)) return channel;
    if (!channel.isMember) return refuse('not_in_channel');
    const threadTs =
      thread_ts === undefined ? undefined : threadFor(workspace, channel.id, thread_ts);
    if (typeof threadTs === 'object') return threadTs;
    workspace.files.share(file);
    const wire = {
      id: file.id,
      name: file.name,
      title: given.title ?? file.name,
      mimetype: 'image/png',
      filetype: 'png',
      size: file.length,
      alt_txt: file.altText,
    };
    workspace.messages.post({
      channel: channel.id,
      user: IDENTITY.botUserId,
      botId: IDENTITY.botId,
      text: '',
      blocks: [],
      files: [wire],
      ...(threadTs === undefined ? {} : { threadTs }),
      origin: 'api',
    });
    // Slack shows it a moment later, and does not tell here where.
    return { ok: true, files: [wire] };
  },
});
