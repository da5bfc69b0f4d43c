import { type Dispatcher, Pool } from 'undici';
import { type HttpProxy, ProxyFailed, type ProxyRefusal } from './proxy-failed.ts';

/** Shorter than any call may take, so that it is told why that failed. */
const ANSWER_WITHIN_MS = 7000;

/** Hears of each tunnel that a proxy was asked for: whether it was given, or why not. */
export type TunnelListener = (host: string, failure: ProxyFailed | undefined) => void;

/**
 * The connections on which a proxy is asked for tunnels (`CONNECT host:port`). Whatever goes wrong on
 * them is the proxy's, and rejects with ProxyFailed: seen from the request that wanted a tunnel,
 * nobody could tell any more.
 */
export function createTunnels(
  proxy: HttpProxy,
  onTunnel: TunnelListener,
): (origin: URL, options: object) => Dispatcher {
  return (origin, options) =>
    new Pool(origin, { ...options, headersTimeout: ANSWER_WITHIN_MS }).compose(
      (dispatch) => (request, handler) => {
        const host = hostOf(request.path);
        return dispatch(
          request,
          tunnelHandler(handler, (refusal) => {
            const failure = refusal && new ProxyFailed(proxy, host, refusal);
            onTunnel(host, failure);
            return failure;
          }),
        );
      },
    );
}

function tunnelHandler(
  handler: Dispatcher.DispatchHandler,
  told: (refusal: ProxyRefusal | undefined) => ProxyFailed | undefined,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onRequestUpgrade(controller, status, headers, socket) {
      const failure = told(status === 200 ? undefined : { kind: 'answer', status });
      if (!failure) return handler.onRequestUpgrade?.(controller, status, headers, socket);
      socket.on('error', () => undefined).destroy();
      handler.onResponseError?.(controller, failure);
    },
    onResponseStart: (...answer) => handler.onResponseStart?.(...answer),
    onResponseError(controller, error) {
      handler.onResponseError?.(controller, told({ kind: 'error', error }) ?? error);
    },
  };
}

/** Of what is asked for with CONNECT: `slack.com:443`. */
function hostOf(path: string): string {
  return path.replace(/:443$/, '');
}
