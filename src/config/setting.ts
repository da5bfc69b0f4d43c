import type * as v from 'valibot';

/** One setting of the environment. */
export interface Setting {
  /** What it decides, in one sentence for the README's table. */
  readonly about: string;
  readonly example: string;
  readonly schema: v.GenericSchema<string, unknown>;
  /** The text that counts where nothing is set. */
  readonly fallback?: string;
  /** What happens where nothing is set and there is no fallback text. */
  readonly unset?: string;
  /** Under which other programs know it; read where the name itself is not set. */
  readonly otherSpelling?: string;
  /** It is a file's path or the file's text; the schema gets the text. */
  readonly isFile?: true;
  /** Whoever knows it can act in our name: it is taken out of whatever is shown, kept or logged. */
  readonly isSecret?: true;
  /** How to get a value; said where one is missing. */
  readonly obtain?: string;
  /** A line without a value would silently open what it is meant to close. */
  readonly isGuard?: true;
}
