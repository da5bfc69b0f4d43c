import type { SimulatedChannel, SimulatedUser } from '../state/channels.ts';
import { IDENTITY } from '../state/identity.ts';

/** Slack's old verification token, which nobody should look at any more. */
export const VERIFICATION_TOKEN = 'simulated-verification-token';

export const wireTeam = { id: IDENTITY.teamId, domain: IDENTITY.teamDomain };

export function wireUser({ id, name, teamId = IDENTITY.teamId }: SimulatedUser) {
  return { id, username: name, name, team_id: teamId };
}

/** Slack does not tell apps the names of channels that aren't public. */
export function wireChannelName({ kind, name }: SimulatedChannel): string {
  switch (kind) {
    case 'public':
      return name;
    case 'private':
      return 'privategroup';
    case 'im':
      return 'directmessage';
  }
}
