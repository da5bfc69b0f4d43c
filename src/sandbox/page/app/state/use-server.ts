import { useEffect, useEffectEvent, useState } from 'react';
import type { PageEvent, PageMessage, PageState } from '../../protocol.ts';
import { applyEvent } from './apply-event.ts';

const AGAIN_AFTER_MS = 1_000;
/** A shorter break is no reason to take the field away from somebody who writes. */
const GONE_AFTER_MS = 4_000;

/** `gone`: nothing has been heard for a while. `over`: the demo has said that it ends. */
export type Connection = 'open' | 'lost' | 'gone' | 'over';

export interface Server {
  readonly state: PageState | undefined;
  readonly connection: Connection;
}

/**
 * What the server tells, over one stream that connects again by itself.
 *
 * @param onNewMessage told of messages that are new, not of edits
 */
export function useServer(onNewMessage: (message: PageMessage) => void): Server {
  const [state, setState] = useState<PageState>();
  const [connection, setConnection] = useState<Connection>('open');
  const tellNew = useEffectEvent(onNewMessage);

  useEffect(() => {
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      source = new EventSource('/events');
      source.onmessage = ({ data }) => {
        // Trusted: our own server, built from the same types.
        const event: PageEvent = JSON.parse(String(data));
        setConnection(event.kind === 'over' ? 'over' : 'open');
        setState((before) => applyEvent(before, event));
        if (event.kind === 'message' && event.isNew) tellNew(event.message);
      };
      source.onerror = () => {
        setConnection((before) => (before === 'open' ? 'lost' : before));
        // The browser tries again by itself unless it was answered with an error.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(connect, AGAIN_AFTER_MS);
      };
    };
    connect();
    return () => {
      clearTimeout(again);
      source?.close();
    };
  }, []);

  useEffect(() => {
    if (connection !== 'lost') return;
    const timer = setTimeout(() => setConnection('gone'), GONE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [connection]);

  return { state, connection };
}
