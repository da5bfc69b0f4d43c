import * as v from 'valibot';
import type { PageRequest } from '../protocol.ts';

/** The signed URL of a response header has several KB. */
const LONGEST_TEXT = 12_000;
const MOST_VALUES = 100;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT));
const value = v.union([text, v.pipe(v.array(text), v.maxLength(MOST_VALUES), v.readonly())]);
const values = v.pipe(
  v.record(id, value),
  v.check((record) => Object.keys(record).length <= MOST_VALUES, 'too many values'),
);

/** What a page may ask for. */
const pageRequest = v.variant('do', [
  v.strictObject({
    do: v.literal('say'),
    channel: id,
    text: v.pipe(text, v.trim(), v.minLength(1)),
    threadTs: v.exactOptional(id),
  }),
  v.strictObject({ do: v.literal('command'), channel: id, text }),
  v.strictObject({
    do: v.literal('press'),
    channel: id,
    ts: id,
    actionId: id,
    value: v.exactOptional(value),
  }),
  v.strictObject({
    do: v.literal('press-in-view'),
    viewId: id,
    actionId: id,
    value: v.exactOptional(value),
  }),
  v.strictObject({ do: v.literal('submit'), viewId: id, values }),
  v.strictObject({ do: v.literal('close-view'), viewId: id }),
  v.strictObject({ do: v.literal('open-home') }),
  v.strictObject({
    do: v.literal('shortcut'),
    channel: id,
    callbackId: id,
    ts: v.exactOptional(id),
  }),
  v.strictObject({ do: v.literal('dismiss'), channel: id, ts: id }),
  v.strictObject({
    do: v.literal('start-story'),
    story: id,
    isWatched: v.exactOptional(v.boolean()),
  }),
  v.strictObject({ do: v.literal('clear-ended') }),
  v.strictObject({ do: v.literal('start-over') }),
  v.strictObject({ do: v.literal('set-speed'), speed: v.picklist([1, 10, 60, 180]) }),
  v.strictObject({ do: v.literal('set-slack'), slack: v.picklist(['fine', '429', '500']) }),
  v.strictObject({
    do: v.picklist(['pull-plug', 'plug-in']),
    of: v.picklist(['bot', 'worker']),
  }),
]) satisfies v.GenericSchema<unknown, PageRequest>;

/** The request that a text holds; `undefined` where it holds none. */
export function parsePageRequest(json: string): PageRequest | undefined {
  try {
    const parsed = v.safeParse(pageRequest, JSON.parse(json));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
