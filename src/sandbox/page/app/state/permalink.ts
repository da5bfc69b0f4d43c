import { formatRoute } from './route.ts';

/** Where in this page a link to a message of the simulated workspace leads; undefined for other links. */
export function permalinkHash(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed) return undefined;
  const [, channel, seconds, micros] =
    parsed.pathname.match(/^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/) ?? [];
  if (channel === undefined) return undefined;
  const ts = `${seconds}.${micros}`;
  const thread = parsed.searchParams.get('thread_ts') ?? undefined;
  return formatRoute({ channel, focus: ts, ...(thread === undefined ? {} : { thread }) });
}
