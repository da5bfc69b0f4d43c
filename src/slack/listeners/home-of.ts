import * as v from 'valibot';
import { TeamId } from '../../watch/names.ts';

/** Who did something, as Slack's presses, forms and shortcuts tell it. */
interface Doing {
  readonly user: { readonly team_id?: string };
  readonly team: { readonly id: string } | null;
}

/**
 * Where somebody is at home. `user.team_id` says so, `team` is where the app is installed: slackapi/bolt-python issue
 * 767, slackapi/java-slack-sdk issue 1041. `enterprise` goes with the app as well, so it says nothing of the person.
 */
export function homeOf({ user, team }: Doing): readonly TeamId[] {
  const home = user.team_id ?? team?.id;
  return home ? [v.parse(TeamId, home)] : [];
}
