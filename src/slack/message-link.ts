import type { ChannelId } from '../watch/names.ts';

/**
 * The link to a message. Slack's own `chat.getPermalink` gives the same, but is one more call that may
 * hang while an alert waits for it.
 *
 * @param workspaceUrl `url` of `auth.test`; undefined while it is not known
 */
export function messageLink(
  workspaceUrl: string | undefined,
  channel: ChannelId,
  ts: string,
): string | undefined {
  if (!workspaceUrl || !URL.canParse(workspaceUrl)) return undefined;
  return new URL(`/archives/${channel}/p${ts.replace('.', '')}`, workspaceUrl).href;
}
