import * as v from 'valibot';
import { isRefusal, type Refusal, refuse, refuseWithMessages } from './api/answer.ts';
import { flag, required } from './api/arguments.ts';
import { contentFields, readContent, type SentContent } from './api/content.ts';
import { IDENTITY } from './state/identity.ts';
import type { Workspace } from './state/workspace.ts';

/** What `replace_original` and `delete_original` are about. */
export interface ShownMessage {
  readonly kind: 'message' | 'ephemeral';
  readonly ts: string;
}

export interface ResponseTarget {
  readonly channel: string;
  readonly user: string;
  readonly original?: ShownMessage;
}

export type ResponseResult =
  | { readonly kind: 'shown'; readonly shown: ShownMessage }
  | { readonly kind: 'nothing-shown' };

const response = v.object({
  ...contentFields,
  response_type: v.optional(v.picklist(['ephemeral', 'in_channel']), 'ephemeral'),
  replace_original: v.optional(flag, false),
  delete_original: v.optional(flag, false),
  thread_ts: v.exactOptional(required),
});
type Response = v.InferOutput<typeof response>;

/** Shows what an app answers, in an acknowledgement or through a `response_url`. */
export function showResponse(
  workspace: Workspace,
  target: ResponseTarget,
  candidate: unknown,
): ResponseResult | Refusal {
  const parsed = v.safeParse(response, candidate);
  if (!parsed.success) {
    return refuseWithMessages(
      'invalid_payload',
      parsed.issues.map((issue) => issue.message),
    );
  }
  if (parsed.output.delete_original) return removeOriginal(workspace, target);
  const content = readContent(parsed.output, workspace.nextId, Number.POSITIVE_INFINITY);
  if (isRefusal(content)) return content;
  return parsed.output.replace_original && target.original !== undefined
    ? replaceOriginal(workspace, target, target.original, content)
    : showNew(workspace, target, parsed.output, content);
}

function showNew(
  workspace: Workspace,
  { channel, user }: ResponseTarget,
  { response_type: type, thread_ts: threadTs }: Response,
  { text, blocks = [] }: SentContent,
): ResponseResult {
  const where = threadTs === undefined ? { channel } : { channel, threadTs };
  if (type === 'ephemeral') {
    const fields = { ...where, user, text, blocks, origin: 'response-url' } as const;
    return shown('ephemeral', workspace.ephemerals.show(fields).ts);
  }
  const { botUserId, botId } = IDENTITY;
  const fields = { ...where, user: botUserId, botId, text, blocks } as const;
  return shown('message', workspace.messages.post({ ...fields, origin: 'response-url' }).ts);
}

function replaceOriginal(
  workspace: Workspace,
  { channel, user }: ResponseTarget,
  original: ShownMessage,
  { text, blocks = [] }: SentContent,
): ResponseResult | Refusal {
  if (original.kind === 'ephemeral') {
    const fields = { channel, user, text, blocks, origin: 'response-url' } as const;
    return shown('ephemeral', workspace.ephemerals.show(fields, original.ts).ts);
  }
  const before = workspace.messages.find(channel, original.ts);
  if (before === undefined || before.deleted) return refuse('message_not_found');
  const kept = before.metadata === undefined ? {} : { metadata: before.metadata };
  return shown('message', workspace.messages.edit(before, { text, blocks, ...kept }).ts);
}

function removeOriginal(
  workspace: Workspace,
  { channel, original }: ResponseTarget,
): ResponseResult | Refusal {
  if (original === undefined) return refuse('message_not_found');
  if (original.kind === 'ephemeral') {
    workspace.ephemerals.remove(original.ts);
    return { kind: 'nothing-shown' };
  }
  const before = workspace.messages.find(channel, original.ts);
  if (before === undefined || before.deleted) return refuse('message_not_found');
  workspace.messages.remove(before);
  return { kind: 'nothing-shown' };
}

function shown(kind: ShownMessage['kind'], ts: string): ResponseResult {
  return { kind: 'shown', shown: { kind, ts } };
}
