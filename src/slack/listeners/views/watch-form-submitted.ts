import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import * as v from 'valibot';
import type { Refusal } from '../../../asking/refusals.ts';
import { UserId } from '../../../watch/names.ts';
import { slackFailure } from '../../api/slack-failure.ts';
import { chosenPlace } from '../../chosen-place.ts';
import { type Answer, answerMessage } from '../../messages/answers.ts';
import { plainWords } from '../../messages/plain-answer.ts';
import { answerView } from '../../views/answer-view.ts';
import type { FormField } from '../../views/form-field.ts';
import { readForm } from '../../views/read-form.ts';
import { answerInTime } from '../answer-in-time.ts';
import { homeOf } from '../home-of.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { onceOnly } from '../once-only.ts';
import { searchOf } from '../search-of.ts';

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
type FormErrors = Partial<Readonly<Record<FormField, string>>>;

/**
 * The form, filled in. What is wrong is marked at its field, and the form stays as it is; else the answer takes its
 * place. A search is answered twice: that it goes on, and what it found.
 */
export function watchFormSubmitted({
  asking,
  removeKnown,
  requests,
  gatekeeper,
  trouble,
  log,
}: ListenerDependencies) {
  return async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const user = v.parse(UserId, body.user.id);
    const filled = readForm(view, removeKnown);
    if (filled.kind === 'wrong') return await ack(marked(filled.errors));
    const { channel, wish } = filled;
    const asked = log.child({ trigger: body.trigger_id, channel, user, command: 'form' });
    const visitor = { user, channel, teams: homeOf(body) };
    const notTheirs = gatekeeper(visitor, 'anywhere');
    if (notTheirs) return await ack(marked({ operation: notTheirs.explanation }));
    const notThere = gatekeeper(visitor);
    if (notThere) return await ack(marked({ channel: notThere.explanation }));

    const carryOut = async () => {
      const place = await chosenPlace(client, channel);
      if (place.kind === 'closed') return place;
      // Where nobody knows, what may be private is not shown to others.
      const asker = { user, channel, isPrivate: place.isPrivate ?? true };
      return await onceOnly(requests, body.trigger_id, () => asking.watch(asker, wish));
    };
    const answer = await answerInTime(carryOut, { trouble, log: asked });
    asked.info({ event: 'form.answered', answer: answer.kind });
    if (answer.kind === 'repeated') return await ack();
    if (answer.kind === 'closed') return await ack(marked({ channel: answer.problem }));
    const errors = errorsOf(answer);
    if (errors) return await ack(marked(errors));
    await ack({ response_action: 'update', view: answerView(answer, channel) });
    const search = searchOf(answer, { trouble, log: asked });
    if (!search) return;
    const found = await search;
    asked.info({ event: 'form.search_ended', answer: found.kind });
    await tellFound(found);

    async function tellFound(result: Answer): Promise<void> {
      try {
        await client.views.update({ view_id: view.id, view: answerView(result, channel) });
      } catch (error) {
        // Closed meanwhile, as a rule. A card tells for itself; that there is none, nobody else would say.
        asked.info({ event: 'form.closed', detail: slackFailure(error).error });
        if (result.kind === 'begun' || result.kind === 'joined') return;
        const { text, blocks } = answerMessage(result);
        await client.chat
          .postMessage({ channel: user, text, blocks, unfurl_links: false, unfurl_media: false })
          .catch((cause: unknown) => {
            asked.warn({ event: 'form.untold', detail: slackFailure(cause).error });
          });
      }
    }
  };
}

function marked(errors: FormErrors) {
  return { response_action: 'errors', errors: { ...errors } } as const;
}

/** What is to be marked, and where; undefined where something has been done, or is being looked for. */
function errorsOf(answer: Answer): FormErrors | undefined {
  switch (answer.kind) {
    case 'refused':
      return { [fieldOf(answer)]: answer.explanation };
    case 'several': {
      const refusals = answer.answers.flatMap((each) => (each.kind === 'refused' ? [each] : []));
      if (refusals.length < answer.answers.length) return undefined;
      const words = [...new Set(refusals.map(({ explanation }) => explanation))].join(' ');
      return { operation: words };
    }
    case 'no-answer':
    case 'uncertain':
    case 'broken':
      return { operation: plainWords(answer) };
    default:
      return undefined;
  }
}

function fieldOf({ about }: Refusal): FormField {
  return about ?? 'operation';
}
