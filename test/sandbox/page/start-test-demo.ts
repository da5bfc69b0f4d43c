import { expect } from 'vitest';
import { freePort } from '../../../src/sandbox/free-port.ts';
import type { Done, PageMessage, PageRequest } from '../../../src/sandbox/page/protocol.ts';
import { type Demo, startDemo } from '../../../src/sandbox/page/start-demo.ts';
import { askToDo } from './ask.ts';

export interface TestDemo extends Demo {
  /** Asks as the page does. */
  act(deed: PageRequest): Promise<Done>;
  /** What stands in a channel, its threads included. */
  messages(channel: string): readonly PageMessage[];
  /** Starts a story, watches it in a channel, and resolves with its first card. */
  watch(story: string, channel: string): Promise<PageMessage>;
  /** Resolves with the first message of a channel that is so. */
  until(channel: string, isSo: (message: PageMessage) => boolean): Promise<PageMessage>;
}

/** The whole demo but the page itself, with nothing under way yet unless told otherwise. */
export async function startTestDemo({
  isQuiet = true,
  remindAfter = '10m',
} = {}): Promise<TestDemo> {
  const port = await freePort();
  const demo = await startDemo({ port, assets: new Map(), isQuiet, remindAfter });
  const { stage, url } = demo;
  const messages = (channel: string) =>
    stage.state().messages.filter((message) => message.channel === channel);
  const act = async (deed: PageRequest): Promise<Done> =>
    JSON.parse((await askToDo(url, deed)).text);

  function until(channel: string, isSo: (message: PageMessage) => boolean) {
    const { promise, resolve } = Promise.withResolvers<PageMessage>();
    const look = () => {
      const found = messages(channel).find(isSo);
      if (found !== undefined) resolve(found);
    };
    const stopListening = stage.onChange(look);
    look();
    return promise.finally(stopListening);
  }

  return {
    ...demo,
    act,
    messages,
    until,
    async watch(story, channel) {
      expect(await act({ do: 'start-story', story })).toEqual({});
      const operation = stage.state().operations.at(-1);
      const known = new Set(messages(channel).map(({ ts }) => ts));
      const text = `watch ${operation?.url}`;
      expect(await act({ do: 'command', channel, text })).toEqual({});
      return await until(
        channel,
        ({ ts, threadTs, ephemeral }) => threadTs === undefined && !ephemeral && !known.has(ts),
      );
    },
  };
}
