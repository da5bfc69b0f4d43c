import { useMemo, useSyncExternalStore } from 'react';

/** What of Slack is open. It lives in the address, so that a reload finds it again. */
export interface Route {
  /** Empty where none has been chosen yet. */
  readonly channel: string;
  /** The open thread, by its parent's `ts`. */
  readonly thread?: string;
  /** A message to be shown and marked. */
  readonly focus?: string;
  readonly home?: true;
}

export function formatRoute({ channel, thread, focus, home }: Route): string {
  const params = new URLSearchParams({
    ...(thread === undefined ? {} : { thread }),
    ...(focus === undefined ? {} : { message: focus }),
    ...(home ? { tab: 'home' } : {}),
  });
  return `#${channel}${params.size > 0 ? `?${params}` : ''}`;
}

function parseRoute(hash: string): Route {
  const [channel = '', query] = hash.replace(/^#/, '').split('?');
  const params = new URLSearchParams(query);
  const thread = params.get('thread');
  const focus = params.get('message');
  return {
    channel,
    ...(thread === null ? {} : { thread }),
    ...(focus === null ? {} : { focus }),
    ...(params.get('tab') === 'home' ? { home: true as const } : {}),
  };
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(onHashChange, () => location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

export function goTo(route: Route): void {
  location.hash = formatRoute(route);
}

function onHashChange(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
