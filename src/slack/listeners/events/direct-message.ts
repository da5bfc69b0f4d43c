import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import * as v from 'valibot';
import { ChannelId, TeamId, UserId } from '../../../watch/names.ts';
import { commandMeant } from '../../commands/command-meant.ts';
import { answerMessage } from '../../messages/answers.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';

/**
 * What a person says in a conversation with the bot. Not an edit, a deletion or a joining (they have a
 * subtype), and not what a bot says: not even this one, whose own messages come this way, too.
 */
const Said = v.object({
  channel_type: v.literal('im'),
  subtype: v.optional(v.undefined_()),
  bot_id: v.optional(v.undefined_()),
  channel: ChannelId,
  user: UserId,
  /** Where the person is at home, in a conversation that is shared with another organisation. */
  team: v.optional(TeamId),
  text: v.optional(v.string(), ''),
  thread_ts: v.optional(v.string()),
});

/** `hello` to the bot itself: a short answer that points to the command. */
export function directMessage({
  requests,
  gatekeeper,
  log,
}: Pick<ListenerDependencies, 'requests' | 'gatekeeper' | 'log'>) {
  return async ({
    event,
    body,
    say,
  }: SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs): Promise<void> => {
    const parsed = v.safeParse(Said, event);
    if (!parsed.success) return;
    const { channel, user, team = v.parse(TeamId, body.team_id), text, thread_ts } = parsed.output;
    // Without our memory it is answered all the same: at worst, twice.
    const isNew = await requests.begin(body.event_id).catch(() => true);
    if (!isNew) return;
    const answer = gatekeeper({ channel, user, teams: [team] }) ?? {
      kind: 'greeting' as const,
      meant: commandMeant(text),
    };
    const message = answerMessage(answer);
    await say({
      ...message,
      ...(thread_ts !== undefined && { thread_ts }),
      unfurl_links: false,
      unfurl_media: false,
    });
    log.info({ event: 'message.answered', channel, user, answer: answer.kind });
    await requests.finish(body.event_id).catch(() => undefined);
  };
}
