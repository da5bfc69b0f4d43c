import * as v from 'valibot';
import { LONGEST_LABEL } from '../asking/watch.ts';
import { ChannelId, UserId } from '../watch/names.ts';
import { MOST_TOLD } from '../watch/tell-at-end.ts';

// What the API takes and gives: it is checked, typed and documented from this.

const CHANNEL =
  'A channel is given by its id, such as C0123456789, not by its name: it stands at the end of the channel’s details in Slack.';
const OPERATION =
  'Which operation? Give the URL from the response header, its id, or the whole response.';
const PERSON = 'People are given by their ids, such as U0123456789: it stands in their profile.';

/** A channel of Slack's, public or private. */
export const ChannelParameter = v.pipe(
  v.string(CHANNEL),
  v.regex(/^[CG][A-Z0-9]{2,30}$/, CHANNEL),
  v.description('The id of a channel in Slack.'),
  ChannelId,
);

/** What somebody wishes to have watched. */
export const WatchRequest = v.strictObject({
  operation: v.pipe(
    v.string(OPERATION),
    v.regex(/\S/, OPERATION),
    v.description(
      'Any text that names one operation: its URL, its id, or the response that began it.',
    ),
  ),
  channel: ChannelParameter,
  label: v.nullish(
    v.pipe(
      v.string('The label is a text.'),
      v.trim(),
      v.check(
        (label) => [...label].length <= LONGEST_LABEL,
        `The label is too long: ${LONGEST_LABEL} characters at most.`,
      ),
      v.description(`What the card is called; ${LONGEST_LABEL} characters at most.`),
    ),
  ),
  tell: v.nullish(
    v.pipe(
      v.array(v.pipe(v.string(PERSON), v.regex(/^[UW][A-Z0-9]{2,30}$/, PERSON), UserId), PERSON),
      v.maxLength(MOST_TOLD, `That is more people than I mention at once: ${MOST_TOLD} at most.`),
      v.description('The ids of people in Slack whom the note of its end mentions.'),
    ),
  ),
  location: v.nullish(
    v.pipe(
      v.string('The location is a text, such as westeurope.'),
      v.maxLength(60, 'That is no Azure location: please give one such as westeurope.'),
      v.description('Where it runs, for an id alone; it wins over what a URL says.'),
    ),
  ),
  subscription: v.nullish(
    v.pipe(
      v.string('The subscription is a text: its id, or its name in AZURE_SUBSCRIPTIONS.'),
      v.maxLength(
        60,
        'That is no subscription: please give its id, or its name in AZURE_SUBSCRIPTIONS.',
      ),
      v.description('Its subscription, likewise: the id, or the name in AZURE_SUBSCRIPTIONS.'),
    ),
  ),
});
export type WatchRequest = v.InferOutput<typeof WatchRequest>;

const instant = v.pipe(v.string(), v.isoTimestamp());

const AskedBy = v.variant('kind', [
  v.object({
    kind: v.literal('pipeline'),
    name: v.pipe(v.string(), v.description('The name of its token.')),
  }),
  v.object({
    kind: v.literal('person'),
    id: v.pipe(v.string(), v.description('As Slack has it.')),
  }),
]);

/** Where a watch stands; all but the first are the verdicts of the glossary. */
const State = v.picklist([
  'searching',
  'running',
  'succeeded',
  'failed',
  'canceled',
  'ended-otherwise',
  'not-found',
  'gone',
  'off-limits',
  'abandoned',
  'stopped',
]);

/** A watch as the API shows it, by its card in one channel. */
export const WatchView = v.object({
  id: v.pipe(v.nullable(v.string()), v.description('Null while its place is looked for.')),
  channel: v.string(),
  card: v.pipe(
    v.nullable(v.pipe(v.string(), v.url())),
    v.description('A link to the card; null while it is not up: note says why.'),
  ),
  label: v.nullable(v.string()),
  askedBy: AskedBy,
  operation: v.object({
    id: v.string(),
    subscription: v.pipe(v.nullable(v.string()), v.description('Its id.')),
    location: v.nullable(v.string()),
  }),
  state: State,
  percent: v.pipe(
    v.nullable(v.number()),
    v.description('From 0 to 100; says nothing of how it ends.'),
  ),
  doneBytes: v.nullable(v.number()),
  totalBytes: v.nullable(v.number()),
  conditions: v.pipe(
    v.array(v.picklist(['blind', 'stalled', 'overdue'])),
    v.description('What is odd about it while it runs.'),
  ),
  summary: v.pipe(v.string(), v.description('How it stands, in one sentence.')),
  begunAt: v.pipe(v.nullable(instant), v.description('When the watch began.')),
  endedAt: v.nullable(instant),
  note: v.pipe(v.nullable(v.string()), v.description('What else is to be known, in a sentence.')),
});
export type WatchView = v.InferOutput<typeof WatchView>;

/** The live watches of a channel, the oldest first. */
export const WatchList = v.object({ watches: v.array(WatchView) });
