import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import * as v from 'valibot';
import type { FoundInText, NamedOperation } from '../../../asking/find-in-text.ts';
import { ChannelId, UserId } from '../../../watch/names.ts';
import { chosenPlace } from '../../chosen-place.ts';
import { isPrivateName } from '../../is-private-name.ts';
import { type Answer, answerMessage } from '../../messages/answers.ts';
import { textOfMessage } from '../../text-of-message.ts';
import { watchForm } from '../../views/watch-form.ts';
import { answerAlone } from '../answer-alone.ts';
import { answerInTime } from '../answer-in-time.ts';
import { homeOf } from '../home-of.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { onceOnly } from '../once-only.ts';
import { openForm } from '../open-form.ts';
import { searchOf } from '../search-of.ts';

type ShortcutArgs = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

const InThread = v.object({ thread_ts: v.optional(v.string()) });

/** What a message's operations come to. `notice`: said above the form. */
type Next =
  | { readonly kind: 'watch'; readonly operation: NamedOperation }
  | { readonly kind: 'ask'; readonly notice: string; readonly found: readonly NamedOperation[] };

/**
 * `Watch this operation` on a message, in threads too. One that it names is watched at once; of several it is asked
 * which, and where it names none, or its channel is closed to us, the form is opened instead.
 */
export function watchMessageShortcut(dependencies: ListenerDependencies) {
  const { asking, removeKnown, requests, writer, gatekeeper, trouble } = dependencies;
  return async ({ ack, client, shortcut }: ShortcutArgs): Promise<void> => {
    await ack();
    const channel = v.parse(ChannelId, shortcut.channel.id);
    const user = v.parse(UserId, shortcut.user.id);
    const log = dependencies.log.child({ user, channel, shortcut: shortcut.callback_id });
    const { thread_ts } = v.parse(InThread, shortcut.message);
    const { response_url: responseUrl, trigger_id: triggerId } = shortcut;
    const tell = (answer: Answer) =>
      answerAlone(
        { channel, user, threadTs: thread_ts, responseUrl, triggerId },
        answerMessage(answer),
        {
          writer,
          log,
        },
      );
    const refusal = gatekeeper({ user, channel, teams: homeOf(shortcut) });
    if (refusal) return await tell(refusal);

    const text = removeKnown(textOfMessage(shortcut.message));
    const next = nextOf(asking.findInText(text));
    if (next.kind === 'ask') return await ask(next.notice, next.found);
    const place = await chosenPlace(client, channel);
    if (place.kind === 'closed') return await ask(place.problem, [next.operation], true);
    const isPrivate = place.isPrivate ?? isPrivateName(channel, shortcut.channel.name);
    const asker = { user, channel, isPrivate, responseUrl };
    const watch = () => asking.watch(asker, { operation: next.operation.operation });
    const answer = await answerInTime(() => onceOnly(requests, shortcut.trigger_id, watch), {
      trouble,
      log,
    });
    log.info({ event: 'shortcut.answered', answer: answer.kind });
    if (answer.kind === 'repeated') return;
    // Where it runs, for one, can be said in the form.
    if (answer.kind === 'refused') return await ask(answer.explanation, [next.operation]);
    await tell(answer);
    const search = searchOf(answer, { trouble, log });
    if (search) await tell(await search);

    async function ask(
      notice: string,
      found: readonly NamedOperation[],
      isElsewhere = false,
    ): Promise<void> {
      const choices = await asking.formChoices(channel);
      const form = watchForm({ choices, notice, found, ...(!isElsewhere && { channel }) });
      const isOpen = await openForm(client, shortcut.trigger_id, form, log);
      if (!isOpen) await tell({ kind: 'refused', explanation: notice });
    }
  };
}

function nextOf({ operations, refusal }: FoundInText): Next {
  const [first, ...more] = operations;
  if (first && more.length === 0) return { kind: 'watch', operation: first };
  if (first) {
    const notice = `That message names ${operations.length} operations.`;
    return { kind: 'ask', notice, found: operations };
  }
  const why = refusal ? ` ${refusal.explanation}` : '';
  return { kind: 'ask', notice: `I found no operation in that message.${why}`, found: [] };
}
