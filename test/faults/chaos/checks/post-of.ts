import type { SimulatedMessage } from '../../../../src/sandbox/slack/state/message.ts';

/** What a post of the bot says of itself in its metadata: `<watch>/<card>/<what>`, `<watch>/<what>`, `digest/<kind>/<digest>`, `reminder/<reminder>`. */
export interface Post {
  readonly id: string;
  /** One epoch of one operation; of a burst's digest, the digest. */
  readonly watchId: string;
  /** `card`, `milestone-50`, `ended`, `stopped`, `alert`, `burst`, … */
  readonly what: string;
}

export function postOf({ metadata }: Pick<SimulatedMessage, 'metadata'>): Post | undefined {
  const id = metadata?.event_type === 'mysqlop_post' ? metadata.event_payload['id'] : undefined;
  if (typeof id !== 'string') return undefined;
  if (id.startsWith('digest/')) return { id, watchId: id, what: 'digest' };
  if (id.startsWith('reminder/')) return { id, watchId: id, what: 'reminder' };
  const parts = id.split('/');
  return { id, watchId: parts[0] ?? id, what: parts.at(-1) ?? id };
}
