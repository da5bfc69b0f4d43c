import type { FleetAct } from './fleet-acts.ts';
import { PEOPLE } from './places.ts';
import type { Random } from './random.ts';

/** People press Acknowledge on the newest alert that offers it, all at once, until it shows that. */
export interface PlannedPress {
  readonly atMs: number;
  readonly users: readonly string[];
}

/** While something is away that a press needs, or that its edit needs. */
export function planPresses(random: Random, fleet: readonly FleetAct[]): readonly PlannedPress[] {
  return fleet
    .filter(({ kind }) => kind !== 'lose channel' && kind !== 'close channel')
    .filter(({ kind }) => kind !== 'end process' || random.chance(0.25))
    .map(({ atMs }) => {
      const user = random.pick(PEOPLE);
      const users = random.chance(0.5) ? [user] : [user, user, random.pick(PEOPLE)];
      return { atMs: atMs + random.whole(20, 200), users };
    });
}
