import * as v from 'valibot';
import { nameOfPipeline, type PipelineId } from '../watch/askers.ts';
import type {
  BurstKind,
  ConcernName,
  Destination,
  DigestId,
  ReminderId,
  WatchId,
} from '../watch/names.ts';
import type { SeriesHash } from './series-hash.ts';
import type { OperationHash } from './watch-id.ts';

/** The name of a key, branded with what it holds: docs/redis.md tells its fields, and how long it lives. */
export type Key<Kind extends string> = string & v.Brand<Kind>;

/** The hash that keeps what is known of something that is told in Slack. */
export type OwnerKey = Key<'watch'> | Key<'digest'> | Key<'fault'> | Key<'reminder'>;

export type Keys = ReturnType<typeof createKeys>;

/**
 * Makes the names of all keys of one bot.
 *
 * @param prefix tells them from those of another bot in the same database
 */
export function createKeys(prefix: string) {
  // Everything, BullMQ's keys too, stands in one slot of a cluster: so atomic steps work there.
  const slot = `{${prefix}}`;

  /** Makes the names of keys of one kind. */
  function named<const Kind extends string>(kind: Kind): (name: string) => Key<Kind> {
    const schema = v.pipe(v.string(), v.brand(kind));
    return (name) => v.parse(schema, `${slot}:${name}`);
  }

  const watch = named('watch');
  const epoch = named('epoch');
  const runs = named('runs');
  const failed = named('failed');
  const budget = named('budget');
  const outbox = named('outbox');
  const burst = named('burst');
  const digest = named('digest');
  const fault = named('fault');
  const reminder = named('reminder');
  const request = named('request');
  const idempotency = named('idempotency');
  const aside = named('aside');

  return {
    /** Begins the names of all keys; BullMQ puts a colon behind it. */
    prefix: slot,
    /** HASH: a record, what is known of its next read, and how its posts were delivered. */
    watch: (watchId: WatchId) => watch(`watch:${watchId}`),
    /** STRING: the newest epoch of an operation. */
    epoch: (hash: OperationHash) => epoch(`epoch:${hash}`),
    /** ZSET of the newest watches that have ended, by when that was. */
    ended: named('ended')('ended'),
    /** ZSET of the last runs of one kind of operation on one server, by when they ended. */
    runs: (hash: SeriesHash) => runs(`runs:${hash}`),
    /** ZSET of the watches of one series that have failed, by when they ended; none has succeeded since. */
    failed: (hash: SeriesHash) => failed(`failed:${hash}`),
    /** ZSET of the live watches' ids, by when they were begun. */
    live: named('live')('live'),
    /**
     * HASH: until when a subscription is not to be read, or a method of Slack's not to be called, by the
     * clock of Redis, and for how long.
     */
    holds: named('holds')('holds'),
    /** Begins the names of a budget's keys: STRING `:pace`, and ZSETs `:waiting` and `:promised`. */
    budget: (name: string) => budget(`budget:${name}`),
    /** LIST: what a destination owes Slack, in order. */
    outbox: (destination: Destination) => outbox(`outbox:${destination}`),
    /** SET of the destinations that owe something. */
    owing: named('owing')('owing'),
    /** HASH: the destinations whose first item could be told nowhere, and Slack's last refusal. */
    stuck: named('stuck')('stuck'),
    /** ZSET of our messages that may look older than what they show, by urgency and time. */
    edits: named('edits')('edits'),
    /** ZSET of those that are being edited, or are left alone for a while, by until when. */
    editsLeased: named('editsLeased')('edits-leased'),
    /** HASH: the places in `edits` of those that are leased. */
    editPlaces: named('editPlaces')('edit-places'),
    /** HASH: until when the cards of each asker would keep the queue busy, were there no others. */
    editAskers: named('editAskers')('edit-askers'),
    /** STRING: when the next edit may be sent. */
    editPace: named('editPace')('edit-pace'),
    /** HASH: the burst of alerts of one kind that stands, or the last one. */
    burst: (kind: BurstKind) => burst(`burst:${kind}`),
    /** HASH: the entries of one message that tells of many alerts, and how it was delivered. */
    digest: (kind: BurstKind, id: DigestId) => digest(`digest:${kind}:${id}`),
    /** HASH: a fault, or another concern of the bot itself, and how that was told. */
    fault: (name: ConcernName) => fault(`fault:${name}`),
    /** HASH: what one reminder calls on-call for again, and how it was delivered. */
    reminder: (id: ReminderId) => reminder(`reminder:${id}`),
    /** ZSET of the messages that call on-call and that nobody looks after, by when they were told. */
    untaken: named('untaken')('untaken'),
    /** ZSET of those of them that on-call is called for again, by when. */
    appointments: named('appointments')('appointments'),
    /** ZSET of those of which pagers may not know yet who looks after them, by since when. */
    careChanged: named('careChanged')('care-changed'),
    /** SET of the faults that stand, by their names. */
    faults: named('faults')('faults'),
    /** HASH: since when nothing that was stored is lost, and what was lost then. */
    memory: named('memory')('memory'),
    /** ZSET of processes by the last mark of each. */
    marks: named('marks')('marks'),
    /** LIST: who has changed what, the newest first. */
    audit: named('audit')('audit'),
    /** LIST: who was turned away, the newest first. */
    turnedAway: named('audit')('turned-away'),
    /** LIST: what was of no use where it was, for a person to look at. */
    aside: aside('aside'),
    /** Whatever a key held that was to be of another type. */
    asideKey: (name: string) => aside(`aside:${name}`),
    /** Nothing: where it is tried whether Redis takes what we write. */
    proof: named('proof')('proof'),
    /** HASH: what a channel's operations have in common, by the channel. */
    defaults: named('defaults')('defaults'),
    /** ZSET of people whose Home tab is kept up to date, by when they opened it. */
    homes: named('homes')('homes'),
    /** ZSET of those whose Home tab is to be published, by when; of a leased one, by until when. */
    homesDue: named('homesDue')('homes-due'),
    /** STRING: Home tabs have just been published. */
    homesPace: named('homesPace')('homes-pace'),
    /** STRING: a command or a press of Slack's is being carried out, or has been. */
    request: (triggerId: string) => request(`request:${triggerId}`),
    /** HASH: a request that a pipeline may send again under the same key, and how it was answered. */
    idempotency: (pipeline: PipelineId, hash: string) =>
      idempotency(`idempotency:${nameOfPipeline(pipeline)}:${hash}`),
    /**
     * What the names of such keys begin with, for the steps that work one out: of a subscription that only
     * the record knows, or of a digest that is only just begun.
     */
    prefixes: {
      readBudgets: `${slot}:budget:reads/`,
      digests: (kind: BurstKind) => `${slot}:digest:${kind}:`,
      reminders: `${slot}:reminder:`,
      outboxes: `${slot}:outbox:`,
      watches: `${slot}:watch:`,
    },
  } as const;
}
