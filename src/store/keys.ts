/** Everything, BullMQ's keys too, stands in one slot of a cluster: so atomic steps work there. */
export const KEY_PREFIX = '{mysqlop}';

export const keys = {
  /**
   * HASH: `record`, `version`, `subscription`; `owed` and `keep`; `presses`, `refresh` and `queued` for its
   * next read; `acknowledged`; and how its posts were delivered.
   */
  watch: (watchId: string) => `${KEY_PREFIX}:watch:${watchId}`,
  /** STRING: the newest epoch of an operation. */
  epoch: (operationHash: string) => `${KEY_PREFIX}:epoch:${operationHash}`,
  /** ZSET of the live watches' ids, by when they were begun. */
  live: `${KEY_PREFIX}:live`,
  /**
   * HASH: until when a subscription is not to be read, or a method of Slack's not to be called, by the
   * clock of Redis, and for how long.
   */
  holds: `${KEY_PREFIX}:holds`,
  /** Begins the names of a budget's keys: STRING `:pace`, and ZSETs `:line` and `:promised`. */
  budget: (name: string) => `${KEY_PREFIX}:budget:${name}`,
  /** LIST: what a destination owes Slack, in order. */
  outbox: (destination: string) => `${KEY_PREFIX}:outbox:${destination}`,
  /** SET of the destinations that owe something. */
  owing: `${KEY_PREFIX}:owing`,
  /** HASH: the destinations whose first item could be told nowhere, and Slack's last refusal. */
  stuck: `${KEY_PREFIX}:stuck`,
  /**
   * ZSET of our messages that may look older than what they show, by urgency and time. HASH with `-kept`
   * behind it: the places of those that are taken.
   */
  edits: `${KEY_PREFIX}:edits`,
  /** ZSET of those that are being edited, or are left alone for a while, by until when. */
  editsTaken: `${KEY_PREFIX}:edits-taken`,
  /** HASH: the storm of alerts of one kind that stands, or the last one. */
  storms: (kind: string) => `${KEY_PREFIX}:storms:${kind}`,
  /** HASH: the lines of one message that tells of many alerts, and how it was delivered. */
  page: (kind: string, page: string) => `${KEY_PREFIX}:page:${kind}:${page}`,
  /** HASH: something that keeps the bot from its work, and how that was told. */
  fault: (fault: string) => `${KEY_PREFIX}:fault:${fault}`,
  /** STRING: a command or a press of Slack's is being carried out, or what was answered. */
  request: (triggerId: string) => `${KEY_PREFIX}:request:${triggerId}`,
} as const;
