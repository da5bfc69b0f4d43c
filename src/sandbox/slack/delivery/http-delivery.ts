import { isJsonObject, type JsonObject, parseJson } from '../json.ts';
import { DispatchError } from './dispatch-error.ts';
import type { Envelope } from './envelope.ts';
import { signRequest } from './signature.ts';

export interface RawDelivery {
  readonly body: string;
  /** Default: a form's. */
  readonly contentType?: string;
  /** Default: the right one. */
  readonly signature?: string;
  /** Seconds since the epoch. Default: now. */
  readonly timestamp?: number;
  /** Sent as `x-slack-retry-num`, as Slack does when it sends something again. */
  readonly retryNum?: number;
}

export interface RawReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const FORM = 'application/x-www-form-urlencoded';

/** Sends one signed request to the app. */
export async function deliverRaw(
  requestUrl: string,
  signingSecret: string,
  delivery: RawDelivery,
  timeoutMs: number,
): Promise<RawReply> {
  // The app checks this against the clock of its own process, so an injected clock must not show here.
  const timestamp = delivery.timestamp ?? Math.floor(Date.now() / 1_000);
  const { body, retryNum } = delivery;
  const response = await fetch(requestUrl, {
    method: 'POST',
    headers: {
      'content-type': delivery.contentType ?? FORM,
      'user-agent': 'Slackbot 1.0 (simulated)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': delivery.signature ?? signRequest(signingSecret, timestamp, body),
      ...(retryNum === undefined
        ? {}
        : { 'x-slack-retry-num': String(retryNum), 'x-slack-retry-reason': 'http_timeout' }),
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    body: await response.text(),
  };
}

/** An envelope as the body of an HTTP request: commands and interactions are forms, events are JSON. */
export function encodeEnvelope({ kind, payload }: Envelope): RawDelivery {
  switch (kind) {
    case 'slash_commands': {
      const fields = Object.entries(payload).map(([name, value]) => [name, String(value)] as const);
      return { body: new URLSearchParams(Object.fromEntries(fields)).toString() };
    }
    case 'interactive':
      return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
    case 'events_api':
      return { body: JSON.stringify(payload), contentType: 'application/json' };
  }
}

/** The app's answer to an envelope: JSON, a plain text (a message of that text), or nothing. */
export function decodeReply({ status, contentType, body }: RawReply): JsonObject | undefined {
  if (status !== 200) {
    throw new DispatchError('dispatch_failed', `the app answered with HTTP ${status}`, { status });
  }
  if (body === '') return undefined;
  if (!contentType.startsWith('application/json')) return { text: body };
  const parsed = parseJson(body);
  if (isJsonObject(parsed)) return Object.keys(parsed).length === 0 ? undefined : parsed;
  throw new DispatchError('invalid_command_response', 'the app answered with broken JSON');
}
