import * as v from 'valibot';
import { cleanText } from './clean-text.ts';

/** A field that only decorates: absent, null or of another type, it reads as undefined. */
export function orAbsent<TOutput>(schema: v.GenericSchema<unknown, TOutput>) {
  return v.fallback(v.optional(schema), undefined);
}

/** A text, cleaned and bounded; not one with nothing to show. */
export function cleanedText(maxLength: number) {
  return v.pipe(
    v.string(),
    v.transform((text) => cleanText(text, maxLength)),
    v.nonEmpty(),
  );
}

/** A decorating text, cleaned and bounded; one with nothing to show reads as undefined. */
export function optionalText(maxLength: number) {
  return orAbsent(cleanedText(maxLength));
}

/** A list of anything, whose elements nobody has looked at: there may be hundreds of thousands. */
export const unreadList = v.custom<readonly unknown[]>((input) => Array.isArray(input));

/** As .NET writes a number in whatever culture: `47`, `47.5`, `47,5`, `1E+02`, `47 %`. */
const DECIMAL = /^\s*([+-]?\d{1,20})(?:[.,](\d{1,20}))?(e[+-]?\d{1,3})?\s*%?\s*$/i;

/** A decorating number that some services send as a string. */
export const decimal = orAbsent(
  v.pipe(
    v.union([
      v.number(),
      v.pipe(
        v.string(),
        v.regex(DECIMAL),
        v.transform((text) => Number(text.replace(DECIMAL, '$1.$2$3').replace('.e', 'e'))),
      ),
    ]),
    v.finite(),
  ),
);

/**
 * An object of which only these fields are looked at. Named `percentComplete`, a field is found as
 * `PercentComplete` and `percentcomplete`, too: that is a matter of how a service was set up.
 */
export function fieldsInAnyCase<const TEntries extends v.ObjectEntries>(entries: TEntries) {
  const spellings = Object.keys(entries).map(
    (name) =>
      [name, `${name.charAt(0).toUpperCase()}${name.slice(1)}`, name.toLowerCase()] as const,
  );
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(
      (input) => typeof input === 'object' && input !== null,
    ),
    v.transform((node): unknown => {
      const fields: Record<string, unknown> = {};
      for (const [camel, pascal, lower] of spellings) {
        fields[camel] = node[camel] ?? node[pascal] ?? node[lower] ?? undefined;
      }
      return fields;
    }),
    v.object(entries),
  );
}
