/** How the people and channels of the simulated Slack are called. */
export interface Directory {
  readonly users: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

/** Slack's mrkdwn as a terminal shows it: names for ids, local time for moments, links spelled out. */
export function terminalText(mrkdwn: string, directory: Directory): string {
  return mrkdwn
    .replaceAll(/<!date\^(\d+)\^([^|>]*)\|[^>]*>/g, (_, seconds: string) => localTime(seconds))
    .replaceAll(/<!subteam\^[^>]+>/g, '@dba-oncall')
    .replaceAll(/<@([UW]\w+)>/g, (_, id: string) => `@${nameOf(directory.users, id)}`)
    .replaceAll(/<#(\w+)>/g, (_, id: string) => `#${nameOf(directory.channels, id)}`)
    .replaceAll(/<(https?:[^|>]+)\|([^>]+)>/g, '$2')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export function nameOf(list: Directory['users'], id: string): string {
  return list.find((entry) => entry.id === id)?.name ?? id;
}

function localTime(seconds: string): string {
  return new Date(Number(seconds) * 1000).toLocaleTimeString('en-GB');
}
