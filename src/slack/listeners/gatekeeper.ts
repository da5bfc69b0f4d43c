import type { Presser } from '../../asking/asker.ts';
import type { Refusal } from '../../asking/refusals.ts';
import type { ChannelId, TeamId, UserId } from '../../watch/names.ts';

/** Who asks, where, and where they are at home: their workspace, and what it belongs to where that is told. */
interface Visitor extends Presser {
  readonly teams: readonly TeamId[];
}

/**
 * Says why somebody may not ask here; undefined where they may. What stands in the on-call channel need
 * not be asked for in one of the channels in which commands are taken.
 */
export type Gatekeeper = (visitor: Visitor, from?: 'anywhere') => Refusal | undefined;

/**
 * @param allowed the lists of ids that may; a list that is not given lets everybody pass. `teams` is asked
 *   each time, and gives none while nobody knows
 */
export function createGatekeeper(allowed: {
  readonly channels: readonly ChannelId[] | undefined;
  readonly users: readonly UserId[] | undefined;
  readonly teams: () => readonly TeamId[] | undefined;
}): Gatekeeper {
  return ({ channel, user, teams }, from) => {
    const home = allowed.teams();
    if (!home) {
      return refusal(
        'I have just been started, and do not know my workspace yet. Please try again.',
      );
    }
    // In a channel that is shared with another organisation, its people see our cards and their buttons.
    if (!teams.some((team) => home.includes(team))) {
      return refusal(
        'I work for the people of my own workspace only. Please ask one of them, or who runs me.',
      );
    }
    const notHere = from === 'anywhere' ? undefined : whyNotInChannel(channel, allowed.channels);
    if (notHere) return notHere;
    if (allowed.users && !allowed.users.includes(user)) {
      return refusal('You are not on the list of people who may use me. Please ask who runs me.');
    }
    return undefined;
  };
}

/** Why nobody may ask in a channel. @param channels those in which it is allowed; undefined for all */
export function whyNotInChannel(
  channel: ChannelId,
  channels: readonly ChannelId[] | undefined,
): Refusal | undefined {
  if (!channels || channels.includes(channel)) return undefined;
  return refusal('I am not to be used in this channel. Please ask in one of the DBA channels.');
}

function refusal(explanation: string): Refusal {
  return { kind: 'refused', explanation };
}
