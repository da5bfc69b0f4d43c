import { FAULT_KINDS, type KnownFault, type RedisFault } from './fault-kinds.ts';

/** There is no connection at the moment; why, is known to who has tried to make one. */
const NO_CONNECTION: RedisFault = {
  kind: 'no-connection',
  problem: 'There is no connection to Redis',
  advice: 'Is it running, and are host and port in REDIS_URL right?',
  passes: true,
};
const NO_CONNECTION_SIGN =
  /Stream isn't writeable|Connection is closed|max retries per request|Command aborted due to connection close|Cluster isn't ready|Cluster is (?:ended|disconnect)|There is no connection to Redis/i;

/** The value is at fault that a command or a script finds, not the server. */
const VALUE_SIGN =
  /WRONGTYPE|not an integer|not a valid float|value is not|user_script.*(?:attempt to|bad argument|Expected)/i;
/** A server's refusal begins with a word in capitals. */
const REFUSAL = /^-?[A-Z][A-Z_]{2,}\s/;
const LONGEST_WORDS = 160;

/**
 * @param error of a connection to Redis, or of what was asked over it
 * @returns undefined where it is none of Redis, or of the way there
 */
export function faultOf(error: unknown): RedisFault | undefined {
  const texts = textsOf(error);
  const known = FAULT_KINDS.find((kind: KnownFault) => texts.some((text) => kind.sign?.test(text)));
  if (known) {
    const fault = namedFault(known.kind);
    return { ...fault, problem: withErrno(fault.problem, texts) };
  }
  if (texts.some((text) => NO_CONNECTION_SIGN.test(text))) return NO_CONNECTION;
  if (!isReply(error) || texts.some((text) => VALUE_SIGN.test(text))) return undefined;
  return {
    kind: 'refused',
    problem: `Redis refuses, in its own words: ${texts.at(-1)}`,
    advice: 'Search for these words in the documentation of your Redis',
    passes: false,
  };
}

/** A fault that is seen in another way than by an error. */
export function namedFault(name: (typeof FAULT_KINDS)[number]['kind']): RedisFault {
  const found: KnownFault | undefined = FAULT_KINDS.find(({ kind }) => kind === name);
  if (!found) throw new Error(`There is no kind of fault named ${name}`);
  const { kind, problem, advice, passes = false } = found;
  return { kind, problem, advice, passes };
}

/** As `faultOf`, of an error that may have come from elsewhere: another host may be unreachable, too. */
export function faultOfStore(error: unknown): RedisFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const isOfRedis =
    isReply(error) ||
    error.name === 'NothingStored' ||
    error.name === 'StoreUncertain' ||
    error.message === 'Command timed out' ||
    NO_CONNECTION_SIGN.test(error.message);
  return isOfRedis ? faultOf(error) : undefined;
}

/** Nothing is known yet but that there is no connection; whoever tries to make one will know why. */
export function isUntold({ kind }: RedisFault): boolean {
  return kind === NO_CONNECTION.kind || kind === 'not-tried';
}

/** Not the server is at fault but what it holds: a value of another type or kind than a command or script takes. */
export function isOfValue(error: unknown): boolean {
  return isReply(error) && faultOf(error) === undefined;
}

/** Of a command, and not within its script. */
const WHOLE_REFUSAL = /: NOPERM (?!.*script\b)/i;

/** Redis has refused a command, so that it has surely not been carried out. */
export function isRefusal(error: unknown): boolean {
  if (!isReply(error)) return false;
  // Before Redis 7, a script whose user lacks a right halfway has written what came before.
  return faultOf(error)?.kind !== 'not-permitted' || WHOLE_REFUSAL.test(String(error));
}

/** The server itself has said so. */
export function isReply(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ReplyError' || REFUSAL.test(error.message));
}

/** The server's words: without what it quotes of a command, which may be a password. */
function ownWords({ message }: Error): string {
  const words = message.replace(/,? with args beginning with.*/is, '').replaceAll(/\s+/g, ' ');
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words;
}

/** Codes and texts of an error and of those that it stands for, its own last. */
function textsOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const { code, lastNodeError, cause, previousErrors } = error as Error & {
    readonly code?: unknown;
    readonly lastNodeError?: unknown;
    /** Of a transaction: why it was not carried out. */
    readonly previousErrors?: readonly unknown[];
  };
  const inner = error instanceof AggregateError ? error.errors : (previousErrors ?? []);
  const coded = typeof code === 'string' ? `${code} ` : '';
  const others = [lastNodeError, cause, ...inner].flatMap((each) => textsOf(each, depth + 1));
  return [...others, `${coded}${ownWords(error)}`];
}

/** EPROTO and what else comes of TLS says less than our words. */
const ERRNO = /\bE(?!PROTO|XECABORT)[A-Z]{4,}\b/;

function withErrno(problem: string, texts: readonly string[]): string {
  const errno = texts.map((text) => ERRNO.exec(text)?.[0]).find(Boolean);
  return errno ? `${problem} (${errno})` : problem;
}
