import type { PageEvent, PageMessage, PageState } from '../../protocol.ts';

/** The page's state once the server has told of `event`; undefined until it has told of everything. */
export function applyEvent(state: PageState | undefined, event: PageEvent): PageState | undefined {
  if (event.kind === 'state') return event.state;
  if (!state) return undefined;
  switch (event.kind) {
    case 'message':
      return { ...state, messages: withMessage(state.messages, event.message) };
    case 'views':
      return { ...state, views: event.views };
    case 'operations':
      return { ...state, operations: event.operations };
    case 'pager':
      return { ...state, pager: event.pager };
    case 'controls':
      return { ...state, controls: event.controls };
    case 'over':
      return state;
  }
}

/** Every other message stays the same object, so that none of them is drawn again. */
function withMessage(
  messages: readonly PageMessage[],
  message: PageMessage,
): readonly PageMessage[] {
  const index = messages.findLastIndex(
    (known) => known.ts === message.ts && known.channel === message.channel,
  );
  return index === -1 ? [...messages, message] : messages.with(index, message);
}
