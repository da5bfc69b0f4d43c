/**
 * What is wrong with a Redis, by what it answers or by how it fails to. Texts of servers differ by version, and
 * what a script runs into stands in the middle of a longer text: so they are looked for, not compared.
 */
export interface RedisFault {
  readonly kind: string;
  /** What is wrong, a sentence without its full stop. */
  readonly problem: string;
  /** What to do about it, a sentence without its full stop. */
  readonly advice: string;
  /** It may well be over in a minute without anybody's help. */
  readonly passes: boolean;
}

interface Kind extends Pick<RedisFault, 'kind' | 'problem' | 'advice'> {
  readonly passes?: true;
  /** Of the error's code and text; none where it is seen in another way. */
  readonly sign?: RegExp;
}

/** The first that fits counts. */
const KINDS = [
  {
    kind: 'password-refused',
    sign: /^WRONGPASS|invalid password|NOAUTH|no password is set|without any password configured/i,
    problem: 'Redis refuses the user name or the password',
    advice: 'Check both in REDIS_URL (a password with / # % or @ in it is written %2F %23 %25 %40)',
  },
  {
    kind: 'not-permitted',
    sign: /NOPERM|user executing the script can't|NOSCRIPT.*permission/i,
    problem: 'The user that Redis knows me as may not do what I need',
    advice: 'Give that user the rights that docs/redis.md lists, as a ready ACL SETUSER line',
  },
  {
    kind: 'read-only',
    sign: /\bREADONLY\b|UNBLOCKED/,
    problem: 'Redis is a replica, which can only be read',
    advice:
      'Where it is not about to take over, let REDIS_URL name the primary, or set REDIS_SENTINEL or REDIS_CLUSTER',
  },
  {
    kind: 'out-of-memory',
    sign: /\bOOM\b/,
    problem: 'Redis has no memory left',
    advice: 'Give it more memory (maxmemory), or remove what it need not hold',
  },
  {
    kind: 'disk',
    sign: /\bMISCONF\b/,
    problem: 'Redis can’t write to its disk, and takes nothing new while that is so',
    advice: 'See to the disk of the server; its own log says what is wrong',
  },
  {
    kind: 'too-few-replicas',
    sign: /\bNOREPLICAS\b/,
    problem: 'Redis has too few replicas in good order, and takes nothing new while that is so',
    advice: 'See to the replicas, or to min-replicas-to-write',
  },
  {
    kind: 'cluster',
    sign: /\b(?:MOVED|ASK) \d|CROSSSLOT/,
    problem: 'This Redis is a node of a cluster, and I was not told so',
    advice: 'Set REDIS_CLUSTER=yes',
  },
  {
    kind: 'not-a-cluster',
    sign: /cluster support disabled/i,
    problem: 'This Redis is no cluster, and I was told that it is',
    advice: 'Set REDIS_CLUSTER=no, or let REDIS_URL name nodes of the cluster',
  },
  {
    kind: 'cluster-down',
    sign: /CLUSTERDOWN|TRYAGAIN|Too many Cluster redirections/,
    problem: 'The Redis cluster is not in order',
    advice: 'See to its nodes (CLUSTER INFO)',
    passes: true,
  },
  {
    kind: 'no-primary',
    sign: /All sentinels are unreachable|MASTERDOWN|No such master|reported as down/i,
    problem: 'No Sentinel names a primary that works',
    advice: 'Check REDIS_SENTINEL (the name of the primary) and that REDIS_URL names Sentinels',
  },
  {
    kind: 'loading',
    sign: /\bLOADING\b/,
    problem: 'Redis has just started and is still reading its file',
    advice: 'Wait until it has read it',
    passes: true,
  },
  {
    kind: 'busy',
    sign: /\bBUSY\b/,
    problem: 'Redis is busy with somebody’s script',
    advice: 'Where it does not end, see who runs it (SCRIPT KILL ends it)',
    passes: true,
  },
  {
    kind: 'no-room-for-clients',
    sign: /max number of clients/i,
    problem: 'Redis takes no more connections',
    advice: 'Raise its maxclients, or see who holds so many',
  },
  {
    kind: 'no-such-database',
    sign: /DB index is out of range|invalid DB index|SELECT is not allowed/i,
    problem: 'Redis has no database of that number',
    advice:
      'Give REDIS_URL a number that it has (0 is always there); REDIS_PREFIX lets two bots share a database',
  },
  {
    kind: 'sentinel',
    problem: 'This is a Sentinel, which keeps no data',
    advice: 'Set REDIS_SENTINEL to the name under which it knows the primary, such as mymaster',
  },
  {
    kind: 'too-old',
    problem: 'This Redis is older than 6.0',
    advice: 'Use Redis 6.0 or newer, or Valkey',
  },
  {
    kind: 'lacks-command',
    sign: /unknown (?:redis )?command|unknown subcommand/i,
    problem: 'Redis does not know a command that I need',
    advice: 'Use Redis 6.0 or newer, or Valkey, with no command renamed away',
  },
  {
    kind: 'certificate',
    sign: /SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|CERT_|ERR_TLS_CERT|certificate|ALERT_UNKNOWN_CA/i,
    problem: 'The certificate of Redis is not trusted, or it does not trust mine',
    advice:
      'Set REDIS_CA to the certificate of your authority, REDIS_CERT and REDIS_KEY where Redis asks for a certificate',
  },
  {
    kind: 'not-tls',
    sign: /WRONG_VERSION_NUMBER|PACKET_LENGTH|EPROTO|before secure TLS connection|SSL routines/i,
    problem: 'Redis does not speak TLS on that port, or ends the connection in the middle of it',
    advice:
      'Write redis:// for a port without TLS, or give the port that has it (Azure: 6380 or 10000)',
  },
  {
    kind: 'ends-at-once',
    problem: 'Redis ends each connection before it has answered',
    advice: 'Where that port speaks TLS, write rediss://; else see its log, and what lies between',
  },
  {
    kind: 'no-such-host',
    sign: /ENOTFOUND|EAI_AGAIN/,
    problem: 'The host of Redis is not known by its name',
    advice: 'Check the host in REDIS_URL, and the DNS of this machine',
  },
  {
    kind: 'no-such-socket',
    sign: /ENOENT|EACCES|ENOTSOCK/,
    problem: 'The socket of Redis is not there, or not open to me',
    advice: 'Check its path in REDIS_URL, and its rights',
  },
  {
    kind: 'unreachable',
    sign: /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ECONNRESET|EPIPE|connect ETIMEDOUT|startup nodes|Failed to refresh slots/i,
    problem: 'Redis is not reachable',
    advice: 'Is it running, and are host and port in REDIS_URL right?',
    passes: true,
  },
  {
    kind: 'slow',
    sign: /Redis took too long/,
    problem: 'Redis answers too slowly',
    advice: 'See whether it is overloaded or far away, and what lies between',
    passes: true,
  },
  {
    kind: 'no-answer',
    sign: /timed out|ETIMEDOUT|Socket timeout/i,
    problem: 'Redis does not answer',
    advice: 'See whether it is overloaded, and what lies between',
    passes: true,
  },
] as const satisfies readonly Kind[];

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
  const known = KINDS.find((kind: Kind) => texts.some((text) => kind.sign?.test(text)));
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
export function namedFault(name: (typeof KINDS)[number]['kind']): RedisFault {
  const found: Kind | undefined = KINDS.find(({ kind }) => kind === name);
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
