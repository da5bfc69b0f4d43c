import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { type ArmFetch, KEEP_ALIVE_MS, LARGEST_ANSWER_BYTES, receive } from './arm-fetch.ts';

/**
 * Over Node's own connections, for one watch, where memory counts for more than processor time: undici's package
 * takes 20 MB, and its parser, which Node's `fetch` has too, 15 MB more while WebAssembly is compiled.
 */
export function createPlainFetch({
  maxBodyBytes = LARGEST_ANSWER_BYTES,
}: {
  readonly maxBodyBytes?: number;
} = {}): ArmFetch {
  const kept = { keepAlive: true, timeout: KEEP_ALIVE_MS };
  const plain = { send: http.request, agent: new http.Agent(kept) };
  const secure = { send: https.request, agent: new https.Agent(kept) };

  function begin({ url, headers, signal }: Request): Promise<IncomingMessage> {
    const { send, agent } = url.startsWith('https:') ? secure : plain;
    return new Promise((resolve, reject) => {
      send(url, {
        agent,
        headers: { ...Object.fromEntries(headers), 'accept-encoding': 'identity' },
        signal,
      })
        .once('response', resolve)
        .on('error', reject)
        .end();
    });
  }

  return {
    async fetch(input, init) {
      const request = input instanceof Request ? input : new Request(input, init);
      try {
        const body = await begin(request);
        const { statusCode: status = 0, headers } = body;
        return await receive({ status, headers, body }, maxBodyBytes);
      } catch (error) {
        request.signal.throwIfAborted();
        throw error;
      }
    },
    async close() {
      plain.agent.destroy();
      secure.agent.destroy();
    },
  };
}
