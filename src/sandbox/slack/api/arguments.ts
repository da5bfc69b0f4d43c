import * as v from 'valibot';
import { isJsonObject, type JsonObject, parseJson } from '../json.ts';

/** Arguments that are JSON even where the body is a form. */
const JSON_ARGUMENTS = new Set(['attachments', 'blocks', 'files', 'metadata', 'view']);

/**
 * The arguments of a call, from a form or a JSON body; `undefined` where the body is neither. A JSON
 * argument of a form that can't be decoded stays the string it is, for the method to refuse.
 */
export function parseArguments(contentType: string, body: string): JsonObject | undefined {
  if (contentType.startsWith('application/json')) {
    const parsed = parseJson(body);
    return isJsonObject(parsed) ? parsed : undefined;
  }
  if (body !== '' && !contentType.startsWith('application/x-www-form-urlencoded')) return undefined;
  const fields = [...new URLSearchParams(body)].map(([name, value]) =>
    JSON_ARGUMENTS.has(name) ? [name, parseJson(value) ?? value] : [name, value],
  );
  return Object.fromEntries(fields);
}

export const flag = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['true', 'false', '1', '0']),
    v.transform((text) => text === 'true' || text === '1'),
  ),
]);

export const count = v.pipe(
  v.union([
    v.number(),
    v.pipe(
      v.string(),
      v.regex(/^\d+$/),
      v.transform((text) => Number(text)),
    ),
  ]),
  v.integer(),
  v.minValue(0),
);

export const required = v.pipe(v.string(), v.minLength(1));
