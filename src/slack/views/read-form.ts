import * as v from 'valibot';
import { LONGEST_LABEL, type WatchWish } from '../../asking/watch.ts';
import { ChannelId, UserId } from '../../watch/names.ts';
import { MOST_TOLD } from '../../watch/tell-at-end.ts';
import { textOfMessage } from '../text-of-message.ts';
import type { FormField } from './form-field.ts';
import { USUAL } from './place-fields.ts';

const Chosen = v.object({ value: v.string() });

/** What Slack tells of one field, whichever kind it is. */
const Field = v.object({
  value: v.nullish(v.string()),
  rich_text_value: v.nullish(v.unknown()),
  selected_option: v.nullish(Chosen),
  selected_options: v.nullish(v.array(Chosen)),
  selected_conversation: v.nullish(ChannelId),
  selected_users: v.nullish(v.array(UserId)),
});
type Field = v.InferOutput<typeof Field>;

const Submitted = v.object({
  private_metadata: v.optional(v.string(), ''),
  state: v.object({ values: v.record(v.string(), v.record(v.string(), Field)) }),
});

const Offered = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** What somebody has filled in, or what is wrong with it, by its field. */
export type FilledForm =
  | { readonly kind: 'filled'; readonly channel: ChannelId; readonly wish: WatchWish }
  | { readonly kind: 'wrong'; readonly errors: Partial<Readonly<Record<FormField, string>>> };

/** Reads what Slack sends of a form. @param removeKnown takes secrets of ours out of what people paste */
export function readForm(view: unknown, removeKnown: (text: string) => string): FilledForm {
  const { state, private_metadata: metadata } = v.parse(Submitted, view);
  const field = (name: FormField): Field | undefined => state.values[name]?.[name];
  const operation = removeKnown(operationsOf(field('operation'), metadata));
  const channel = field('channel')?.selected_conversation;
  const label = field('label')?.value?.trim();
  const tellAlso = field('tell')?.selected_users ?? [];
  const errors = {
    ...(operation.trim() === '' && {
      operation: 'Which operation? Paste the URL from the response header, or its id.',
    }),
    ...(!channel && { channel: 'Where is its card to stand?' }),
    // Slack's own form holds people to both; a client of another kind may not.
    ...(label && [...label].length > LONGEST_LABEL
      ? { label: `The label is too long: ${LONGEST_LABEL} characters at most.` }
      : {}),
    ...(tellAlso.length > MOST_TOLD && {
      tell: `That is more people than I mention at once: ${MOST_TOLD} at most.`,
    }),
  };
  if (!channel || Object.keys(errors).length > 0) return { kind: 'wrong', errors };
  const location = field('location')?.selected_option?.value;
  const subscription = field('subscription')?.selected_option?.value;
  const said = { ...saidOf('location', location), ...saidOf('subscription', subscription) };
  const usual = { ...usualOf('location', location), ...usualOf('subscription', subscription) };
  return {
    kind: 'filled',
    channel,
    wish: {
      operation,
      ...(label && { label: removeKnown(label) }),
      ...said,
      ...(Object.keys(usual).length > 0 && { usual }),
      tellAlso,
    },
  };
}

type PlaceField = 'location' | 'subscription';
type Place = { readonly [field in PlaceField]?: string };

/** What somebody has chosen themselves. */
function saidOf(field: PlaceField, value: string | undefined): Place {
  return value === undefined || value.startsWith(USUAL) ? {} : { [field]: value };
}

/** What was left as is usual in the channel. */
function usualOf(field: PlaceField, value: string | undefined): Place {
  return value?.startsWith(USUAL) ? { [field]: value.slice(USUAL.length) } : {};
}

/** What was pasted, or of what was offered that which was chosen. */
function operationsOf(field: Field | undefined, metadata: string): string {
  if (!field?.selected_options) return textOfMessage(field?.rich_text_value);
  const offered = v.safeParse(Offered, metadata);
  const operations = offered.success ? offered.output : [];
  return field.selected_options.flatMap(({ value }) => operations[Number(value)] ?? []).join('\n');
}
