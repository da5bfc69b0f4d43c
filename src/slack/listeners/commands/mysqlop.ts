import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Command, parseCommand } from '../../commands/parse-command.ts';
import type { Asker, WatchDesk } from '../../desk.ts';
import type { Answer } from '../../messages/answers.ts';
import { answerInTime, ephemeral } from '../answer-in-time.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { onceOnly } from '../once-only.ts';

/**
 * `/mysqlop …`: acknowledged with the answer itself, so that what people read is what happened. A
 * search is answered twice: that it goes on, and what it found.
 */
export function mysqlopCommand({ desk, requests, gatekeeper, log }: ListenerDependencies) {
  return async ({
    command: body,
    ack,
    respond,
  }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const asker = {
      channel: body.channel_id,
      user: body.user_id,
      isPrivate: isPrivate(body.channel_id, body.channel_name),
      responseUrl: body.response_url,
    };
    const command = parseCommand(body.text);
    const asked = log.child({
      trigger: body.trigger_id,
      channel: asker.channel,
      user: asker.user,
      command: command.kind,
    });
    const refusal = gatekeeper(asker);
    const carryOut = () => onceOnly(requests, body.trigger_id, () => work(desk, asker, command));
    const answer = refusal ?? (await answerInTime(carryOut, asked));
    if (answer.kind === 'repeated') {
      asked.info({ event: 'command.repeated' });
      return await ack();
    }
    await ack(ephemeral(answer));
    asked.info({ event: 'command.answered', answer: answer.kind, ...watchOf(answer) });
    if (answer.kind !== 'searching') return;

    const found = await searchResult(answer, asked);
    asked.info({ event: 'command.search_ended', answer: found.kind, ...watchOf(found) });
    await respond(ephemeral(found));
  };
}

/** Slack tells it by the channel's name, or by what its id begins with. */
function isPrivate(channelId: string, channelName: string): boolean {
  return /^[DG]/.test(channelId) || /^(?:directmessage|privategroup)$|^mpdm-/.test(channelName);
}

async function work(desk: WatchDesk, asker: Asker, command: Command): Promise<Answer> {
  switch (command.kind) {
    case 'watch':
      return await desk.watch(asker, command.wish);
    case 'status':
      return await desk.status(asker, command.wish);
    case 'list':
      return await desk.list(asker, command.scope);
    case 'stop':
      return await desk.stop(asker, command.operation);
    case 'help':
    case 'unknown':
    case 'incomplete':
      return command;
    default:
      return command satisfies never;
  }
}

async function searchResult(
  answer: Extract<Answer, { kind: 'searching' }>,
  log: Logger,
): Promise<Answer> {
  try {
    return await answer.found;
  } catch (error) {
    log.error({ event: 'command.search_failed', err: error }, 'is Redis reachable?');
    return { kind: 'no-answer' };
  }
}

/** Joins the command's log entries with those of its watch. */
function watchOf(answer: Answer): { readonly operation?: string } {
  switch (answer.kind) {
    case 'begun':
    case 'joined':
      return { operation: answer.reference.operationId };
    case 'stands':
    case 'stopped':
    case 'status':
      return { operation: answer.record.reference.operationId };
    default:
      return {};
  }
}
