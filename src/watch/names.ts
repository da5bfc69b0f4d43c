import * as v from 'valibot';

// The one place where names are made and read: of watches, cards and digests, of the messages of ours that
// are edited, and of the destinations that are owed something. Branded, so that none is taken for another.

/** Names the watch of one operation in one epoch; also its job's id, so without a colon or a slash. */
export const WatchId = v.pipe(v.string(), v.brand('WatchId'));
export type WatchId = v.InferOutput<typeof WatchId>;

/** Names a card within its watch: a channel that stopped and asked again has two. */
export const CardKey = v.pipe(v.string(), v.brand('CardKey'));
export type CardKey = v.InferOutput<typeof CardKey>;

/** Names a digest within the bursts of its kind: the time when it was begun. */
export const DigestId = v.pipe(v.string(), v.brand('DigestId'));
export type DigestId = v.InferOutput<typeof DigestId>;

/** Names one time that on-call is called again: the time when it was decided, in milliseconds since the epoch. */
export const ReminderId = v.pipe(v.string(), v.brand('ReminderId'));
export type ReminderId = v.InferOutput<typeof ReminderId>;

/** One place to which something may be owed: what it is owed is posted one after another, in order. */
export const Destination = v.pipe(v.string(), v.brand('Destination'));
export type Destination = v.InferOutput<typeof Destination>;

/** Names a message of ours that is edited in place; also the value of its buttons. */
export const MessageName = v.pipe(v.string(), v.brand('MessageName'));
export type MessageName = v.InferOutput<typeof MessageName>;

/** Names one post: the same for the same event, however often it is worked out. */
export const ItemId = v.pipe(v.string(), v.brand('ItemId'));
export type ItemId = v.InferOutput<typeof ItemId>;

/** A channel of Slack's, also one of direct messages. */
export const ChannelId = v.pipe(v.string(), v.brand('ChannelId'));
export type ChannelId = v.InferOutput<typeof ChannelId>;

/** A workspace of Slack's (`T…`), or an organisation of several (`E…`). */
export const TeamId = v.pipe(v.string(), v.brand('TeamId'));
export type TeamId = v.InferOutput<typeof TeamId>;

/** A person in Slack. */
export const UserId = v.pipe(v.string(), v.excludes('/'), v.brand('UserId'));
export type UserId = v.InferOutput<typeof UserId>;

/**
 * A fault, by what it concerns: Azure takes the bot's sign-in nowhere (`sign-in`), or not in one subscription
 * (`subscription-<id>`), or not in those of one tenant (`tenant-<id>`).
 */
export const FaultName = v.pipe(
  v.string(),
  v.regex(/^(?:sign-in|(?:subscription|tenant)-[\w-]{1,64})$/),
  v.brand('FaultName'),
);
export type FaultName = v.InferOutput<typeof FaultName>;

/** The names of faults. */
export const faultNames = {
  signIn: v.parse(FaultName, 'sign-in'),
  subscription: (id: string) => v.parse(FaultName, `subscription-${id}`),
  tenant: (id: string) => v.parse(FaultName, `tenant-${id}`),
} as const;

/** What kind of thing a fault concerns. */
export function kindOfFault(name: FaultName): 'sign-in' | 'subscription' | 'tenant' {
  if (name === faultNames.signIn) return 'sign-in';
  return name.startsWith('tenant-') ? 'tenant' : 'subscription';
}

/** What on-call is told about the bot itself: such a fault, or that its memory went back. */
export const ConcernName = v.union([v.literal('memory'), FaultName]);
export type ConcernName = v.InferOutput<typeof ConcernName>;

/** What on-call is called by besides Slack: PagerDuty, and whatever takes a webhook. */
export const PagerName = v.picklist(['pagerduty', 'webhook']);
export type PagerName = v.InferOutput<typeof PagerName>;

/** Alerts of these kinds come in bursts, and are then told together in digests. */
export const BurstKind = v.picklist(['failures', 'conditions']);
export type BurstKind = v.InferOutput<typeof BurstKind>;

/** The key of a card in a channel. @param number one more than that of the watch's last card there */
export function cardKey(channel: ChannelId, number: number): CardKey {
  return v.parse(CardKey, `${channel}-${number}`);
}

/** Which of its channel's cards it is, from 1 on. */
export function numberOfCard(key: CardKey): number {
  return Number(key.slice(key.lastIndexOf('-') + 1));
}

/** What each kind of destination is called. */
export const destinations = {
  /** A card and its thread. */
  card: (watchId: WatchId, key: CardKey) => destination(`card/${watchId}/${key}`),
  /** Whoever asked for a card, alone. */
  asker: (watchId: WatchId, key: CardKey) => destination(`asker/${watchId}/${key}`),
  /** On-call, about one watch: an alert that can't be posted must not keep another waiting. */
  alert: (watchId: WatchId) => destination(`alert/${watchId}`),
  /** A pager, about one watch. */
  pager: (pager: PagerName, watchId: WatchId) => destination(`pager/${pager}/${watchId}`),
  /** On-call, about the bot itself. */
  fault: (concern: ConcernName) => destination(`fault/${concern}`),
  /** On-call, about a burst: one digest each. */
  digest: (burst: BurstKind, digest: DigestId) => destination(`digest/${burst}/${digest}`),
  /** On-call once more, about calls that nobody looks after: one reminder each. */
  reminder: (reminder: ReminderId) => destination(`reminder/${reminder}`),
} as const;

function destination(name: string): Destination {
  return v.parse(Destination, name);
}

/** What kind of place a destination is; undefined for what is no such name. */
export function kindOfDestination(name: Destination): keyof typeof destinations | undefined {
  const [kind = ''] = name.split('/');
  return isDestinationKind(kind) ? kind : undefined;
}

function isDestinationKind(kind: string): kind is keyof typeof destinations {
  return kind in destinations;
}

/** A message of ours that is edited in place, to look as what it shows. */
export type StandingMessage =
  | { readonly kind: 'card'; readonly watchId: WatchId; readonly cardKey: CardKey }
  | { readonly kind: 'alert'; readonly watchId: WatchId }
  | { readonly kind: 'digest'; readonly burst: BurstKind; readonly digest: DigestId }
  | { readonly kind: 'reminder'; readonly reminder: ReminderId };

export type DigestMessage = Extract<StandingMessage, { kind: 'digest' }>;
export type ReminderMessage = Extract<StandingMessage, { kind: 'reminder' }>;

/** A message that calls on-call, and is acknowledged: the alert of an ending, or a digest of such alerts. */
export type CallMessage = Extract<StandingMessage, { kind: 'alert' | 'digest' }>;

/** Names such a message: `card/<watch>/<card>`, `alert/<watch>`, `digest/<burst>/<digest>`, `reminder/<reminder>`. */
export function nameOfMessage(message: StandingMessage): MessageName {
  switch (message.kind) {
    case 'card':
      return messageName(`card/${message.watchId}/${message.cardKey}`);
    case 'alert':
      return messageName(`alert/${message.watchId}`);
    case 'digest':
      return messageName(`digest/${message.burst}/${message.digest}`);
    case 'reminder':
      return messageName(`reminder/${message.reminder}`);
    default:
      return message satisfies never;
  }
}

/** What such names begin with, for the steps of Redis that work one out. */
export const messageNameStart = {
  alerts: 'alert/',
  digests: (burst: BurstKind) => `digest/${burst}/`,
  reminders: 'reminder/',
} as const;

function messageName(name: string): MessageName {
  return v.parse(MessageName, name);
}

const slashed = v.pipe(
  v.string(),
  v.transform((name) => name.split('/')),
);
const part = v.pipe(v.string(), v.nonEmpty());
const watchPart = v.pipe(part, WatchId);
const cardPart = v.pipe(part, CardKey);
const digestPart = v.pipe(part, DigestId);
const reminderPart = v.pipe(part, ReminderId);

const NamedMessage = v.union([
  v.pipe(
    slashed,
    v.strictTuple([v.literal('card'), watchPart, cardPart]),
    v.transform(([kind, watchId, key]) => ({ kind, watchId, cardKey: key }) as const),
  ),
  v.pipe(
    slashed,
    v.strictTuple([v.literal('alert'), watchPart]),
    v.transform(([kind, watchId]) => ({ kind, watchId }) as const),
  ),
  v.pipe(
    slashed,
    v.strictTuple([v.literal('digest'), BurstKind, digestPart]),
    v.transform(([kind, burst, digest]) => ({ kind, burst, digest }) as const),
  ),
  v.pipe(
    slashed,
    v.strictTuple([v.literal('reminder'), reminderPart]),
    v.transform(([kind, reminder]) => ({ kind, reminder }) as const),
  ),
]);

const NamedDestination = v.union([
  NamedMessage,
  v.pipe(
    slashed,
    v.strictTuple([v.literal('asker'), watchPart, cardPart]),
    v.transform(([kind, watchId, key]) => ({ kind, watchId, cardKey: key }) as const),
  ),
  v.pipe(
    slashed,
    v.strictTuple([v.literal('pager'), PagerName, watchPart]),
    v.transform(([kind, pager, watchId]) => ({ kind, pager, watchId }) as const),
  ),
  v.pipe(
    slashed,
    v.strictTuple([v.literal('fault'), ConcernName]),
    v.transform(([kind, fault]) => ({ kind, fault }) as const),
  ),
]);
/** What a destination is about. */
export type NamedDestination = v.InferOutput<typeof NamedDestination>;

/** @returns undefined for what is no destination's name */
export function parseDestination(name: string): Destination | undefined {
  return v.is(NamedDestination, name) ? destination(name) : undefined;
}

/** @throws where it is no destination's name */
export function namedDestination(name: Destination): NamedDestination {
  return v.parse(NamedDestination, name);
}

/** @returns undefined for what is no such name: it may come back to us by a button */
export function messageOfName(name: string): StandingMessage | undefined {
  const parsed = v.safeParse(NamedMessage, name);
  return parsed.success ? parsed.output : undefined;
}

/** @returns undefined for what names no message that calls on-call */
export function callOfName(name: string): CallMessage | undefined {
  const message = messageOfName(name);
  return message?.kind === 'alert' || message?.kind === 'digest' ? message : undefined;
}
