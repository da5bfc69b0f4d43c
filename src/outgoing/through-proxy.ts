import { type Agent, type Dispatcher, EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import type { Outgoing } from './outgoing.ts';
import type { HttpProxy, ProxyFailed } from './proxy-failed.ts';
import { createTunnels, type TunnelListener } from './tunnels.ts';

/** What a proxy is never asked for; Azure's identity endpoint is plain HTTP, which does not go there. */
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

export interface ThroughProxyOptions {
  readonly proxy: HttpProxy;
  /** Hears of a host to which the proxy does not lead: the first time, and when the reason is another. */
  readonly onFailure: (failure: ProxyFailed) => void;
  readonly now?: () => number;
}

/** What is needed is asked for again before that. Slack leads to another host for sockets each time. */
const FORGOTTEN_AFTER_MS = 5 * 60_000;

/**
 * The way out through a proxy, but for its exceptions. What is plain HTTP does not go there: the settings
 * allow it for this machine alone, and the only other that we speak it to is Azure's identity endpoint,
 * at a link-local address where no proxy leads.
 */
export function createThroughProxy({
  proxy,
  onFailure,
  now = Date.now,
}: ThroughProxyOptions): Outgoing {
  const failures = new Map<string, { readonly message: string; readonly at: number }>();
  const forget = () => {
    for (const [host, { at }] of failures) {
      if (now() - at >= FORGOTTEN_AFTER_MS) failures.delete(host);
    }
  };
  const onTunnel: TunnelListener = (host, failure) => {
    forget();
    const before = failures.get(host);
    failures.delete(host);
    if (!failure) return;
    failures.set(host, { message: failure.message, at: now() });
    if (before?.message !== failure.message) onFailure(failure);
  };
  const open = (options: Agent.Options) => openThrough(proxy, options, onTunnel);
  const dispatcher = open({ allowH2: false });
  return {
    async fetch(url, { body = '', ...init } = {}) {
      if (body instanceof FormData) throw new TypeError('No form is sent through a proxy.');
      return await undiciFetch(url, { ...init, ...(body && { body }), dispatcher });
    },
    dispatcher,
    openPool: open,
    problem() {
      forget();
      return (
        [...failures].map(([host, { message }]) => `${host}: ${message}`).join('; ') || undefined
      );
    },
    close: () => dispatcher.destroy(),
  };
}

function openThrough(
  proxy: HttpProxy,
  options: Agent.Options,
  onTunnel: TunnelListener,
): Dispatcher {
  const token = tokenOf(proxy);
  return new EnvHttpProxyAgent({
    ...options,
    // Empty and not left out, so that it does not look into the environment by itself.
    httpProxy: '',
    httpsProxy: proxy.origin,
    noProxy: [...THIS_MACHINE, ...proxy.except].join(','),
    ...(token === undefined ? {} : { token }),
    clientFactory: createTunnels(proxy, onTunnel),
  });
}

/** Handed over apart from the address, so that no error can quote it. */
function tokenOf({ username, password }: HttpProxy): string | undefined {
  if (username === undefined && password === undefined) return undefined;
  return `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`;
}
