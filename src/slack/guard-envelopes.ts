import type { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import * as v from 'valibot';

type Client = Pick<SocketModeReceiver['client'], 'listeners' | 'removeAllListeners' | 'on'>;

const PAYLOAD = v.pipe(
  v.record(v.string(), v.unknown()),
  // Of an array, a record has the indices.
  v.check((payload) => !Array.isArray(payload), 'The payload is a list'),
);

/**
 * What Slack sends over a socket. The client passes a type on as an event of its own, so that an unknown
 * one could be taken for `disconnected`, and stumbles over anything else than an object.
 */
const Envelope = v.pipe(
  v.string(),
  v.parseJson(),
  v.variant('type', [
    v.object({ type: v.picklist(['hello', 'disconnect']) }),
    v.object({
      type: v.picklist(['slash_commands', 'interactive']),
      envelope_id: v.string(),
      payload: PAYLOAD,
    }),
    v.object({
      type: v.literal('events_api'),
      envelope_id: v.string(),
      payload: v.object(v.entriesFromList(['event'], v.object({ type: v.string() }))),
    }),
  ]),
);

/**
 * Lets through what is an envelope of Slack's; what is none is logged and dropped. The client itself would
 * answer it with a rejection that nobody handles, which ends the process.
 */
export function guardEnvelopes(client: Client, log: Logger): void {
  const hear = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (data: unknown, isBinary: boolean) => {
    const text = data instanceof Uint8Array ? new TextDecoder().decode(data) : data;
    const envelope = v.safeParse(Envelope, text);
    if (!envelope.success) {
      log.warn({ event: 'slack.envelope_refused', detail: envelope.issues[0].message });
      return;
    }
    try {
      for (const listener of hear) await listener.call(client, data, isBinary);
    } catch (error) {
      log.warn({ event: 'slack.envelope_refused', err: error });
    }
  });
}
