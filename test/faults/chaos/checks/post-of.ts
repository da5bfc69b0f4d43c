import type { SimulatedMessage } from '../../../../src/sandbox/slack/state/message.ts';

/** What a post of the bot says of itself in its metadata: `<watch>/<card>/<what>`, `<watch>/<what>`, `digest/<kind>/<digest>`, `reminder/<reminder>`; of a picture, its file's name. */
export interface Post {
  readonly id: string;
  /** One epoch of one operation; of a burst's digest, the digest. */
  readonly watchId: string;
  /** `card`, `milestone-50`, `ended`, `chart`, `stopped`, `alert`, `burst`, … */
  readonly what: string;
}

export function postOf({
  metadata,
  files: [file] = [],
}: Pick<SimulatedMessage, 'metadata' | 'files'>): Post | undefined {
  const id =
    metadata?.event_type === 'mysqlop_post'
      ? metadata.event_payload['id']
      : idOfPicture(String(file?.['name']));
  if (typeof id !== 'string') return undefined;
  if (id.startsWith('digest/')) return { id, watchId: id, what: 'digest' };
  if (id.startsWith('reminder/')) return { id, watchId: id, what: 'reminder' };
  const parts = id.split('/');
  return { id, watchId: parts[0] ?? id, what: parts.at(-1) ?? id };
}

/** Slack takes no metadata with a file: its name says what it is. */
function idOfPicture(name: string): string | undefined {
  return /^mysqlop_(.+)\.png$/.exec(name)?.[1]?.replaceAll('_', '/');
}
