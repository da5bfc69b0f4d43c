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
  /** Ends as the demo does, and is there again after `meanwhile`. */
  restart(meanwhile: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** The real page and its server with a stage on which nothing happens but what the test plays. */
export async function startFixture(state: PageState): Promise<Fixture> {
  const asked: PageRequest[] = [];
  const listeners = new Set<(event: PageEvent) => void>();
  const assets = await makePageAssets();
  const start = (port: number) => startPageServer({ assets, port, stage });
  const stage = {
    state: () => fixture.state,
    onChange: (listener: (event: PageEvent) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    act: async (request: PageRequest) => {
      asked.push(request);
      return await fixture.answer(request);
    },
  };
  let server = await start(0);
  const fixture: Fixture = {
    url: server.url,
    state,
    asked,
    answer: () => ({}),
    send: (event) => {
      for (const tell of listeners) tell(event);
    },
    async restart(meanwhile) {
      await server.close();
      try {
        await meanwhile();
      } finally {
        server = await start(Number(new URL(server.url).port));
      }
    },
    close: () => server.close(),
  };
  return fixture;
}
