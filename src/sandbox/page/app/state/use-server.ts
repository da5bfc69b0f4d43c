import { useEffect, useEffectEvent, useState } from 'react';
import type { PageEvent, PageMessage, PageState } from '../../protocol.ts';
import { applyEvent } from './apply-event.ts';

const AGAIN_AFTER_MS = 1000;

export interface Server {
  readonly state: PageState | undefined;
  readonly isConnected: boolean;
}

/**
 * What the server tells, over one stream that connects again by itself.
 *
 * @param onNewMessage told of messages that are new, not of edits
 */
export function useServer(onNewMessage: (message: PageMessage) => void): Server {
  const [state, setState] = useState<PageState>();
  const [isConnected, setConnected] = useState(true);
  const tellNew = useEffectEvent(onNewMessage);

  useEffect(() => {
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      source = new EventSource('/events');
      source.onopen = () => setConnected(true);
      source.onmessage = ({ data }) => {
        // Trusted: our own server, built from the same types.
        const event: PageEvent = JSON.parse(String(data));
        setState((before) => applyEvent(before, event));
        if (event.kind === 'message' && event.isNew) tellNew(event.message);
      };
      source.onerror = () => {
        setConnected(false);
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

  return { state, isConnected };
}
