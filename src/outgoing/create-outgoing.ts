import type { Outgoing } from './outgoing.ts';
import type { HttpProxy } from './proxy-failed.ts';
import type { ThroughProxyOptions } from './through-proxy.ts';

const DIRECTLY: Outgoing = {
  fetch: (url, init) => globalThis.fetch(url, init),
  dispatcher: undefined,
  openPool: undefined,
  problem: () => undefined,
  close: async () => undefined,
};

/** Decides for all whether they go out through a proxy. Without one, none of undici is loaded: it takes 20 MB. */
export async function createOutgoing({
  proxy,
  ...options
}: Omit<ThroughProxyOptions, 'proxy'> & {
  readonly proxy: HttpProxy | undefined;
}): Promise<Outgoing> {
  if (!proxy) return DIRECTLY;
  const { createThroughProxy } = await import('./through-proxy.ts');
  return createThroughProxy({ proxy, ...options });
}
