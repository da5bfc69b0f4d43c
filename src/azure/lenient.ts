import * as v from 'valibot';
import { cleanText } from './clean-text.ts';

/** A field that only decorates: absent, null or of another type, it reads as undefined. */
export function orAbsent<TOutput>(schema: v.GenericSchema<unknown, TOutput>) {
  return v.fallback(v.optional(schema), undefined);
}

/** A decorating text, cleaned and bounded; one with nothing to show reads as undefined. */
export function optionalText(maxLength: number) {
  return orAbsent(
    v.pipe(
      v.string(),
      v.transform((text) => cleanText(text, maxLength)),
      v.nonEmpty(),
    ),
  );
}
