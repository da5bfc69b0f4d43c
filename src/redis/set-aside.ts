import * as v from 'valibot';
import type { Connection } from './connection.ts';
import type { Key } from './keys.ts';
import { setValueAside } from './steps/set-value-aside.ts';

/** A value that can't be read: where it is, or was, and why, to be said behind that. */
export const UnreadableValue = v.object({ where: v.string(), why: v.string() });
export type UnreadableValue = v.InferOutput<typeof UnreadableValue>;

/** Longer ones are cut off: what is set aside must not fill the memory. */
const LONGEST_VALUE = 4000;

/** How what is set aside tells of itself, to whoever looks. */
export function asideEntry({ where, why }: UnreadableValue, value: string): string {
  return JSON.stringify({ where, why, at: Date.now(), value: value.slice(0, LONGEST_VALUE) });
}

/** A value of no use, and what holds it. */
export interface MisplacedValue {
  readonly holder: Key<string>;
  readonly holds: 'zset' | 'set' | 'hash';
  /** Of the member or field. */
  readonly name: string;
  /** Of the field. */
  readonly value?: string;
  /** To be said behind where it is. */
  readonly why: string;
}

/** Takes it from there, so that it is in nobody's way, and keeps it for a person to look at. Safe to repeat. */
export async function setAside(
  { client, keys }: Connection,
  { holder, holds, name, value, why }: MisplacedValue,
): Promise<UnreadableValue> {
  const where = `${holder.slice(keys.prefix.length + 1)}${holds === 'hash' ? ` ${name}` : ''}`;
  const unreadable = { where, why };
  const entry = asideEntry(unreadable, value ?? name);
  await setValueAside(client, {
    holder,
    aside: keys.aside,
    holds,
    name,
    ...(value !== undefined && { value }),
    entry,
  });
  return unreadable;
}
