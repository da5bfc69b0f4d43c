/** Everything, BullMQ's keys too, stands in one slot of a cluster: so atomic steps work there. */
export const KEY_PREFIX = '{mysqlop}';

export const keys = {
  /** HASH: `record`, `version`, `refresh`, and how its posts were delivered. */
  watch: (watchId: string) => `${KEY_PREFIX}:watch:${watchId}`,
  /** STRING: the newest epoch of an operation. */
  epoch: (operationHash: string) => `${KEY_PREFIX}:epoch:${operationHash}`,
  /** ZSET of the live watches' ids, by when they were begun. */
  live: `${KEY_PREFIX}:live`,
  /** LIST: what a destination owes Slack, in order. */
  outbox: (destination: string) => `${KEY_PREFIX}:outbox:${destination}`,
  /** SET of the destinations that owe something. */
  owing: `${KEY_PREFIX}:owing`,
  /** SET of `watchId/cardKey`: the cards that may look older than their record. */
  behind: `${KEY_PREFIX}:behind`,
} as const;
