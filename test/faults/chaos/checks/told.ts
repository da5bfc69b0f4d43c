import type {
  SimulatedEphemeral,
  SimulatedMessage,
} from '../../../../src/sandbox/slack/state/message.ts';
import type { PlannedOperation } from '../plan/planned-operation.ts';
import type { Observation } from './observation.ts';
import { type Post, postOf } from './post-of.ts';

/** A message of the bot, and which operation it is about. */
export interface Told extends Partial<Post> {
  readonly message: SimulatedMessage;
  readonly operation: PlannedOperation | undefined;
}

/** All that a message, or a version of it, shows. */
export function shownIn({ text, blocks }: Pick<SimulatedMessage, 'text' | 'blocks'>): string {
  return `${text}\n${JSON.stringify(blocks)}`;
}

/**
 * Finds for each message the operation: it names it, or its watch has been named, or its thread. A digest of
 * a burst, and a reminder, is about many, and so about none.
 */
export function toldIn({
  messages,
  plan,
}: Pick<Observation, 'messages' | 'plan'>): readonly Told[] {
  const named = nameFinder(plan.operations);
  const byWatch = new Map<string, PlannedOperation>();
  const byThread = new Map<string, PlannedOperation>();
  for (const message of messages) {
    const operation = named(message);
    const watchId = postOf(message)?.watchId;
    if (operation && watchId !== undefined) byWatch.set(watchId, operation);
    if (operation) byThread.set(`${message.channel}/${message.ts}`, operation);
  }
  return messages.map((message) => {
    const post = postOf(message);
    const operation =
      named(message) ??
      byWatch.get(post?.watchId ?? '') ??
      byThread.get(`${message.channel}/${message.threadTs}`);
    return { ...post, message, operation };
  });
}

/** What single people were told of an operation. */
export function asidesOn(
  { operationId }: PlannedOperation,
  { ephemerals }: Pick<Observation, 'ephemerals'>,
): readonly SimulatedEphemeral[] {
  return ephemerals.filter(
    (shown) => shown.origin !== 'slackbot' && shownIn(shown).includes(operationId),
  );
}

function nameFinder(operations: readonly PlannedOperation[]) {
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
  const byServer = new Map(operations.map((operation) => [operation.server, operation]));
  return (message: SimulatedMessage) => {
    const what = postOf(message)?.what;
    if (what === 'digest' || what === 'reminder') return undefined;
    const shown = shownIn(message);
    const [guid = ''] = shown.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/) ?? [];
    const [server = ''] = shown.match(/server-\d{4,}/) ?? [];
    return byServer.get(server) ?? byId.get(guid);
  };
}
