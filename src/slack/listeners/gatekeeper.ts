import type { Presser, Refusal } from '../desk.ts';

/**
 * Says why somebody may not ask here; undefined where they may. What stands in the on-call channel need
 * not be asked for in one of the channels in which commands are taken.
 */
export type Gatekeeper = (asker: Presser, from?: 'anywhere') => Refusal | undefined;

/** @param allowed the lists of ids that may; a list that is not given lets everybody pass */
export function createGatekeeper(allowed: {
  readonly channels: readonly string[] | undefined;
  readonly users: readonly string[] | undefined;
}): Gatekeeper {
  return ({ channel, user }, from) => {
    if (from !== 'anywhere' && allowed.channels && !allowed.channels.includes(channel)) {
      return refusal('I am not to be used in this channel. Please ask in one of the DBA channels.');
    }
    if (allowed.users && !allowed.users.includes(user)) {
      return refusal('You are not on the list of people who may use me. Please ask who runs me.');
    }
    return undefined;
  };
}

function refusal(explanation: string): Refusal {
  return { kind: 'refused', explanation };
}
