import type { Delivery } from '../delivery/delivery.ts';
import type { ResponseUrls } from '../response-urls.ts';
import type { ResponseTarget } from '../show-response.ts';
import type { SimulatedChannel, SimulatedUser } from '../state/channels.ts';
import type { Workspace } from '../state/workspace.ts';

/** What people act in. */
export interface Scene {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly responseUrls: ResponseUrls;
  /** `http://127.0.0.1:<port>` */
  readonly baseUrl: string;
}

export interface IssuedResponseUrl {
  readonly path: string;
  readonly url: string;
}

export function issueResponseUrl(
  { responseUrls, baseUrl }: Scene,
  target: ResponseTarget,
): IssuedResponseUrl {
  const path = responseUrls.issue(target);
  return { path, url: `${baseUrl}${path}` };
}

export function knownUser({ workspace }: Scene, id: string): SimulatedUser {
  const user = workspace.directory.user(id);
  if (user === undefined) throw new Error(`There is no user ${id}`);
  return user;
}

export function knownChannel({ workspace }: Scene, id: string): SimulatedChannel {
  const channel = workspace.directory.channel(id);
  if (channel === undefined) throw new Error(`There is no channel ${id}`);
  return channel;
}
