import type { MemoryTrouble } from '../../asking/store-in-time.ts';
import { escaped } from './text.ts';

/** What is the matter with our memory, to end a sentence with. */
export function memoryTrouble(why: MemoryTrouble | undefined): string {
  return why
    ? `my memory (Redis) is out of order. ${troubleLine(why)}`
    : 'my memory (Redis) did not come to it in time. Please ask again in a minute.';
}

/** Who reads it can't mend it, as a rule; but they know who can. */
export function troubleLine({ problem, advice, passes }: MemoryTrouble): string {
  const next = passes ? 'Please ask again in a minute.' : `Please tell whoever runs me: ${advice}.`;
  return escaped(`${problem}. ${next}`, 600);
}
