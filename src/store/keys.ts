/** Everything, BullMQ's keys too, stands in one slot of a cluster: so atomic steps work there. */
export const KEY_PREFIX = '{mysqlop}';

export const keys = {
  /** HASH: `record`, `version`, `subscription`, `refresh`, and how its posts were delivered. */
  watch: (watchId: string) => `${KEY_PREFIX}:watch:${watchId}`,
  /** STRING: the newest epoch of an operation. */
  epoch: (operationHash: string) => `${KEY_PREFIX}:epoch:${operationHash}`,
  /** ZSET of the live watches' ids, by when they were begun. */
  live: `${KEY_PREFIX}:live`,
  /** HASH: until when a subscription is not to be read, by the clock of Redis, and for how long. */
  holds: `${KEY_PREFIX}:holds`,
  /** LIST: what a destination owes Slack, in order. */
  outbox: (destination: string) => `${KEY_PREFIX}:outbox:${destination}`,
  /** SET of the destinations that owe something. */
  owing: `${KEY_PREFIX}:owing`,
  /** HASH: the destinations whose first item could be told nowhere, and Slack's last refusal. */
  stuck: `${KEY_PREFIX}:stuck`,
  /** SET of `watchId/cardKey`: the cards that may look older than their record. */
  behind: `${KEY_PREFIX}:behind`,
  /** HASH: something that keeps the bot from its work, and how that was told. */
  fault: (fault: string) => `${KEY_PREFIX}:fault:${fault}`,
  /** STRING: a command or a press of Slack's is being carried out, or what was answered. */
  request: (triggerId: string) => `${KEY_PREFIX}:request:${triggerId}`,
} as const;
