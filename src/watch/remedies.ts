import { generalRemedies } from './remedies/general-remedies.ts';
import { mysqlErrorRemedies, mysqlRemedies, mysqlSentences } from './remedies/mysql-remedies.ts';
import type { Remedy, RemedyTable } from './remedies/remedy.ts';
import { resourceManagerRemedies } from './remedies/resource-manager-remedies.ts';
import { storageRemedies, storageSentences } from './remedies/storage-remedies.ts';

const TELLING = byCode(storageRemedies, mysqlRemedies, resourceManagerRemedies);
const GENERAL = byCode(generalRemedies);
const MYSQL_ERRORS = byCode(mysqlErrorRemedies);
const SENTENCES = [...storageSentences, ...mysqlSentences];

/** As exceptions and command lines write a code: `ErrorCode: X`, `(Code: X)`, `"code":"X"`, `<Code>X</Code>`. */
const CODE_WITHIN = /\b(?:error ?)?code"?(?: ?[:=] ?["']?|>)(\w{4,60})/gi;
/** As MySQL's client writes an error: with its number and its state. */
const MYSQL_ERROR_WITHIN = /\berror (\d{4}) \([0-9A-Z]{5}\)/i;

/**
 * What helps against a cause; undefined for one that is not known. Each remedy says what a public page of
 * Microsoft's says.
 *
 * @param cause as Azure gives it. A code that says much goes first, then what the message says, then a code
 *   that is used for many things.
 */
export function remedyFor({
  code = '',
  message = '',
}: {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}): Remedy | undefined {
  const named = code.trim().toLowerCase();
  return TELLING.get(named) ?? remedyOfMessage(message) ?? GENERAL.get(named);
}

function remedyOfMessage(message: string): Remedy | undefined {
  const codes = [...message.matchAll(CODE_WITHIN)].map(([, code = '']) => code.toLowerCase());
  const [, mysqlError = ''] = MYSQL_ERROR_WITHIN.exec(message) ?? [];
  return (
    codes.map((code) => TELLING.get(code)).find((remedy) => remedy !== undefined) ??
    SENTENCES.find(({ pattern }) => pattern.test(message))?.remedy ??
    MYSQL_ERRORS.get(mysqlError) ??
    codes.map((code) => GENERAL.get(code)).find((remedy) => remedy !== undefined)
  );
}

/** By the code in small letters: services write the same one in different cases. */
function byCode(...tables: readonly RemedyTable[]): ReadonlyMap<string, Remedy> {
  return new Map(
    tables
      .flatMap((table) => Object.entries(table))
      .map(([code, remedy]) => [code.toLowerCase(), remedy]),
  );
}
