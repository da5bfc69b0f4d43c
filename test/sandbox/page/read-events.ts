import { onTestFinished } from 'vitest';
import type { PageEvent } from '../../../src/sandbox/page/protocol.ts';

interface Frame {
  readonly id: number;
  readonly event: PageEvent;
}

export interface EventReader {
  readonly headers: Headers;
  /** The next event; comments are passed over. */
  next(): Promise<Frame>;
  /** All that was sent, as text, up to and with the first `text`. */
  untilText(text: string): Promise<string>;
  close(): void;
}

/** Reads a page's event stream; it is closed with the test. */
export async function readEvents(url: string): Promise<EventReader> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(new URL('/events', url), { signal: abort.signal });
  if (response.body === null) throw new Error('The stream has no body');
  const parts = response.body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  let all = '';
  let taken = 0;

  async function more(): Promise<void> {
    const { done, value } = await parts.next();
    if (done) throw new Error('The stream has ended');
    all += value;
  }

  async function next(): Promise<Frame> {
    let end = all.indexOf('\n\n', taken);
    while (end === -1) {
      await more();
      end = all.indexOf('\n\n', taken);
    }
    const frame = all.slice(taken, end);
    taken = end + 2;
    const id = /^id: (\d+)$/m.exec(frame)?.[1];
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    if (id === undefined || data === undefined) return await next();
    const event: PageEvent = JSON.parse(data);
    return { id: Number(id), event };
  }

  return {
    headers: response.headers,
    next,
    async untilText(text) {
      while (!all.includes(text)) await more();
      return all;
    },
    close: () => abort.abort(),
  };
}
