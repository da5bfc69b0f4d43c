import { locationName } from '../../watch/locations.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import type { MessageContext } from './message.ts';
import { literally } from './text.ts';

/** `prod, East US`: in which subscription and where an operation runs; escaped. */
export function placeWords(
  { reference: { subscriptionId, location } }: Pick<WatchRecord, 'reference'>,
  { subscriptionName }: Pick<MessageContext, 'subscriptionName'>,
): string {
  const subscription = literally(subscriptionName(subscriptionId), 60);
  return `${subscription}, ${literally(locationName(location), 60)}`;
}
