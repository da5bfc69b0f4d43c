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

/** A row of them. */
export interface KnownFault extends Pick<RedisFault, 'kind' | 'problem' | 'advice'> {
  readonly passes?: true;
  /** Of the error's code and text; none where it is seen in another way. */
  readonly sign?: RegExp;
}

/** What may be wrong; the first whose sign fits counts. */
export const FAULT_KINDS = [
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
] as const satisfies readonly KnownFault[];
