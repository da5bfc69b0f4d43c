import type { StormKind } from './outbox-item.ts';

/** A message of ours that is edited in place, to look as what it shows. */
export type StandingMessage =
  | { readonly kind: 'card'; readonly watchId: string; readonly cardKey: string }
  | { readonly kind: 'alert'; readonly watchId: string }
  | { readonly kind: 'storm'; readonly storm: StormKind; readonly page: string };

/** Names such a message: `card/<watch>/<card>`, `alert/<watch>`, `storm/<kind>/<page>`. */
export function nameOfMessage(message: StandingMessage): string {
  switch (message.kind) {
    case 'card':
      return `card/${message.watchId}/${message.cardKey}`;
    case 'alert':
      return `alert/${message.watchId}`;
    case 'storm':
      return `storm/${message.storm}/${message.page}`;
    default:
      return message satisfies never;
  }
}

/** @returns undefined for what is no such name */
export function messageOfName(name: string): StandingMessage | undefined {
  const [kind, first, second, more] = name.split('/');
  if (!first || more !== undefined) return undefined;
  switch (kind) {
    case 'card':
      return second ? { kind, watchId: first, cardKey: second } : undefined;
    case 'alert':
      return second === undefined ? { kind, watchId: first } : undefined;
    case 'storm':
      return second && (first === 'failures' || first === 'conditions')
        ? { kind, storm: first, page: second }
        : undefined;
    default:
      return undefined;
  }
}
