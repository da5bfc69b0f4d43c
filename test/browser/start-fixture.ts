import type { Done, PageEvent, PageRequest, PageState } from '../../src/sandbox/page/protocol.ts';
import { makePageAssets } from '../../src/sandbox/page/server/page-assets.ts';
import { startPageServer } from '../../src/sandbox/page/server/page-server.ts';

export interface Fixture {
  readonly url: string;
  /** What the page has asked for, in order. */
  readonly asked: readonly PageRequest[];
  /** What a page is told that opens from now on. */
  state: PageState;
  /** How the next requests are answered. */
  answer: (request: PageRequest) => Done | Promise<Done>;
  send(event: PageEvent): void;
  close(): Promise<void>;
}

/** The real page and its server with a stage on which nothing happens but what the test plays. */
export async function startFixture(state: PageState): Promise<Fixture> {
  const asked: PageRequest[] = [];
  const listeners = new Set<(event: PageEvent) => void>();
  const fixture = {
    state,
    asked,
    answer: (): Done | Promise<Done> => ({}),
    send: (event: PageEvent) => {
      for (const tell of listeners) tell(event);
    },
  };
  const server = await startPageServer({
    assets: await makePageAssets(),
    port: 0,
    stage: {
      state: () => fixture.state,
      onChange: (listener: (event: PageEvent) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      act: async (request: PageRequest) => {
        asked.push(request);
        return await result.answer(request);
      },
    },
  });
  const result: Fixture = Object.assign(fixture, { url: server.url, close: () => server.close() });
  return result;
}
