import { createPrivateKey } from 'node:crypto';
import type { SettingName, Values } from '../settings.ts';
import { certificatesIn } from './pem.ts';
import type { RedisAddress } from './redis-address.ts';

interface Contradiction {
  readonly setting: SettingName;
  /** What is wrong, as the rest of a sentence. */
  readonly problem: string;
}

/** Whether it holds, of which setting that is said, and what. */
type Row = readonly [boolean, SettingName, string];

/** What does not go together in the settings of Redis, each of which is right by itself. */
export function redisContradictions(values: Values, nowMs: number): readonly Contradiction[] {
  return [...rowsOfMode(values), ...rowsOfAuth(values), ...rowsOfTls(values, nowMs)]
    .filter(([holds]) => holds)
    .map(([, setting, problem]) => ({ setting, problem }));
}

function rowsOfMode(values: Values): readonly Row[] {
  const { REDIS_URL: address, REDIS_CLUSTER: isCluster, REDIS_SENTINEL: primary } = values;
  const isSocket = address.place.kind === 'socket';
  const isSentinel = primary !== undefined;
  const isMany = address.place.kind === 'tcp' && address.place.servers.length > 1;
  return [
    [isCluster && isSentinel, 'REDIS_SENTINEL', 'must not be set beside REDIS_CLUSTER=yes'],
    [
      isCluster && address.database !== 0,
      'REDIS_URL',
      'must name database 0 or none where REDIS_CLUSTER is yes: a cluster has no other (REDIS_PREFIX lets two bots share it)',
    ],
    [
      isMany && !isCluster && !isSentinel,
      'REDIS_URL',
      'must name one server, unless REDIS_CLUSTER is yes or REDIS_SENTINEL names a primary',
    ],
    [isSocket && isCluster, 'REDIS_CLUSTER', 'must be no where REDIS_URL names a socket'],
    [isSocket && isSentinel, 'REDIS_SENTINEL', 'must not be set where REDIS_URL names a socket'],
    [
      !isSentinel && values.REDIS_SENTINEL_PASSWORD !== undefined,
      'REDIS_SENTINEL_PASSWORD',
      'must not be set without REDIS_SENTINEL (the password of Redis itself stands in REDIS_URL)',
    ],
  ];
}

function rowsOfAuth(values: Values): readonly Row[] {
  const { REDIS_URL: address } = values;
  const isEntra = values.REDIS_AUTH === 'entra';
  return [
    [
      !isEntra && address.username !== undefined && address.password === undefined,
      'REDIS_URL',
      'must hold a password beside the user’s name (a password alone is written redis://:password@host)',
    ],
    [
      isEntra && address.password !== undefined,
      'REDIS_AUTH',
      'must not be entra where REDIS_URL holds a password: tokens take its place',
    ],
    [
      isEntra && values.AZURE_ACCESS_TOKEN !== undefined,
      'REDIS_AUTH',
      'must not be entra beside AZURE_ACCESS_TOKEN, a token for Azure Resource Manager that Redis does not take',
    ],
    [
      isEntra && !address.isTls && !isOnThisMachine(address),
      'REDIS_AUTH',
      'must not be entra without TLS, since anybody on the way could read the token: begin REDIS_URL with rediss://',
    ],
  ];
}

function isOnThisMachine({ place }: RedisAddress): boolean {
  return (
    place.kind === 'socket' ||
    place.servers.every(({ host }) => /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host))
  );
}

function rowsOfTls(values: Values, nowMs: number): readonly Row[] {
  const { REDIS_URL: address, REDIS_CA: ca, REDIS_CERT: cert, REDIS_KEY: key } = values;
  const useless =
    address.place.kind === 'socket'
      ? 'must not be set where REDIS_URL names a socket, which has no TLS'
      : 'must not be set without TLS: begin REDIS_URL with rediss://, or remove this';
  const [shown] = cert === undefined ? [] : certificatesIn(cert);
  const authorities = ca === undefined ? [] : certificatesIn(ca);
  const hasEnded = ({ validToDate }: { validToDate: Date }) => validToDate.getTime() <= nowMs;
  return [
    [
      !address.isTls && isAzureTlsPort(address),
      'REDIS_URL',
      'must begin with rediss://: that port of Azure’s has TLS, and without it the password goes out in the clear',
    ],
    ...(['REDIS_CA', 'REDIS_CERT', 'REDIS_KEY'] as const).map(
      (name): Row => [!address.isTls && values[name] !== undefined, name, useless],
    ),
    [cert !== undefined && key === undefined, 'REDIS_CERT', 'must have its key in REDIS_KEY'],
    [
      key !== undefined && cert === undefined,
      'REDIS_KEY',
      'must have its certificate in REDIS_CERT',
    ],
    [
      shown !== undefined && key !== undefined && !shown.checkPrivateKey(createPrivateKey(key)),
      'REDIS_KEY',
      'must be the key of the certificate in REDIS_CERT (the first one there): it is another’s',
    ],
    [
      shown !== undefined && hasEnded(shown),
      'REDIS_CERT',
      `must be valid: the certificate ended on ${dayOf(shown?.validToDate)}`,
    ],
    [
      shown !== undefined && shown.validFromDate.getTime() > nowMs,
      'REDIS_CERT',
      `must be valid: the certificate begins on ${dayOf(shown?.validFromDate)}`,
    ],
    [
      authorities.length > 0 && authorities.every(hasEnded),
      'REDIS_CA',
      `must be valid: the certificate ended on ${dayOf(authorities[0]?.validToDate)}`,
    ],
  ];
}

/** learn.microsoft.com/azure/redis: 10000 of Azure Managed Redis, 6380 of Azure Cache for Redis. */
function isAzureTlsPort({ place }: RedisAddress): boolean {
  return (
    place.kind === 'tcp' &&
    place.servers.some(
      ({ host, port }) =>
        (port === 6380 || port === 10_000) && /\.redis\.(?:cache\.windows|azure)\.net$/i.test(host),
    )
  );
}

function dayOf(date: Date | undefined): string {
  return date?.toISOString().slice(0, 10) ?? '';
}
