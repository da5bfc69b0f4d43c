import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs, SlashCommand } from '@slack/bolt';
import * as v from 'valibot';
import type { Asker, Presser } from '../../../asking/asker.ts';
import type { Asking } from '../../../asking/asking.ts';
import { ChannelId, TeamId, UserId } from '../../../watch/names.ts';
import type { Command } from '../../commands/command.ts';
import { parseCommand } from '../../commands/parse-command.ts';
import { isPrivateName } from '../../is-private-name.ts';
import { type Answer, answerMessage } from '../../messages/answers.ts';
import { watchForm } from '../../views/watch-form.ts';
import { answerAlone } from '../answer-alone.ts';
import { answerInTime, ephemeral } from '../answer-in-time.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { onceOnly } from '../once-only.ts';
import { openForm } from '../open-form.ts';
import { searchOf } from '../search-of.ts';

/**
 * `/mysqlop …`: acknowledged with the answer itself, so that what people read is what happened. A
 * search is answered twice: that it goes on, and what it found.
 */
export function mysqlopCommand({
  asking,
  removeKnown,
  requests,
  writer,
  gatekeeper,
  trouble,
  log,
}: ListenerDependencies) {
  return async ({
    command: body,
    ack,
    client,
  }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const asker = {
      channel: v.parse(ChannelId, body.channel_id),
      user: v.parse(UserId, body.user_id),
      isPrivate: isPrivateName(body.channel_id, body.channel_name),
      responseUrl: body.response_url,
    };
    const command = parseCommand(removeKnown(body.text));
    const asked = log.child({
      trigger: body.trigger_id,
      channel: asker.channel,
      user: asker.user,
      command: command.kind,
    });
    const refusal = gatekeeper({ ...asker, teams: homeOf(body) });
    if (refusal) void asking.turnedAway(asker, command.kind);
    const tell = (given: Answer) =>
      answerAlone({ ...asker, triggerId: body.trigger_id }, answerMessage(given), {
        writer,
        log: asked,
      });
    if (command.kind === 'form' && !refusal) {
      await ack();
      const choices = await asking.formChoices(asker.channel);
      const form = watchForm({ choices, channel: asker.channel });
      const isOpen = await openForm(client, body.trigger_id, form, asked);
      if (!isOpen) await tell({ kind: 'no-form' });
      return;
    }
    const carryOut = () => onceOnly(requests, body.trigger_id, () => work(asking, asker, command));
    const answer = refusal ?? (await answerInTime(carryOut, { trouble, log: asked }));
    if (answer.kind === 'repeated') {
      asked.info({ event: 'command.repeated' });
      return await ack();
    }
    // The socket may have gone meanwhile: then Slack says that it heard nothing, and the answer comes after that.
    await ack(ephemeral(answer)).catch(async () => await tell(answer));
    asked.info({ event: 'command.answered', answer: answer.kind, ...watchOf(answer) });
    const search = searchOf(answer, { trouble, log: asked });
    if (!search) return;
    const found = await search;
    asked.info({ event: 'command.search_ended', answer: found.kind, ...watchOf(found) });
    await tell(found);
  };
}

/** Where the command was given: a workspace, and the organisation that it belongs to. */
function homeOf(body: SlashCommand): readonly TeamId[] {
  const home = [body.team_id, body.enterprise_id].filter((id) => id !== undefined && id !== '');
  return home.map((id) => v.parse(TeamId, id));
}

async function work(asking: Asking, asker: Asker & Presser, command: Command): Promise<Answer> {
  switch (command.kind) {
    case 'form':
      return { kind: 'no-form' };
    case 'watch':
      return await asking.watch(asker, command.wish);
    case 'status':
      return await asking.status(asker, command.wish);
    case 'list':
      return await asking.list(asker, command);
    case 'history':
      return await asking.history(asker, command.wish);
    case 'stop':
      return await asking.stop(asker, command.operation);
    case 'quiet':
      return await asking.quiet(asker, command);
    case 'defaults':
      return await asking.defaults(asker, command.wish);
    case 'doctor':
      return await asking.doctor(asker);
    case 'audit':
      return await asking.audit(asker, command);
    case 'help':
    case 'unknown':
    case 'incomplete':
      return command;
    default:
      return command satisfies never;
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
    case 'card-changed':
    case 'status':
      return { operation: answer.record.reference.operationId };
    default:
      return {};
  }
}
