import { redisAddress } from '../redis/any-address.ts';
import { certificates, privateKey } from '../redis/pem.ts';
import type { Setting } from '../setting.ts';
import { matching, oneOf, yesOrNo } from '../value-schemas.ts';

/** Which Redis keeps the watches, and how it is reached. */
export const redisSettings = {
  REDIS_URL: {
    about:
      "Redis that keeps the watches; it must run with `maxmemory-policy noeviction`. A URL (`rediss://` for TLS; several hosts, `a:6379,b:6379`, for a cluster or Sentinels), a socket's path, or Azure's connection string.",
    example: 'rediss://user:password@redis.example.com:6380',
    schema: redisAddress,
    fallback: 'redis://127.0.0.1:6379',
  },
  REDIS_PREFIX: {
    about: 'Begins the names of all keys: bots that share a database need one each.',
    example: 'mysqlop-staging',
    schema: matching(
      /^[\w.-]{1,40}$/,
      'must be 1 to 40 letters, digits, -, _ or . (mysqlop puts braces around it by itself)',
    ),
    fallback: 'mysqlop',
  },
  REDIS_CLUSTER: {
    about: 'Whether Redis is a cluster, `yes` or `no`; `REDIS_URL` then names some of its nodes.',
    example: 'yes',
    schema: yesOrNo,
    fallback: 'no',
  },
  REDIS_SENTINEL: {
    about:
      'Name by which Sentinels know the primary; `REDIS_URL` then names the Sentinels, with user, password and database of the primary.',
    example: 'mymaster',
    // Sentinel takes no other: https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
    schema: matching(
      /^[\w.-]{1,200}$/,
      'must be the name that stands in sentinel.conf: letters, digits, ., - and _',
    ),
    unset: 'no Sentinels',
  },
  REDIS_SENTINEL_PASSWORD: {
    about: 'Password of the Sentinels themselves.',
    example: 'a-long-password',
    schema: matching(/^\P{Cc}+$/u, 'must not contain control characters'),
    isSecret: true,
    unset: 'they have none',
  },
  REDIS_AUTH: {
    about:
      '`password`, which stands in `REDIS_URL`, or `entra`: signs in with tokens of the identity that reads Azure, under its object id unless `REDIS_URL` names a user.',
    example: 'entra',
    schema: oneOf(['password', 'entra']),
    fallback: 'password',
  },
  REDIS_CA: {
    about: 'Certificate of the authority that signed the one of Redis: a PEM file, or its text.',
    example: '/etc/mysqlop/redis-ca.pem',
    schema: certificates,
    isFile: true,
    unset: 'those that Node trusts',
  },
  REDIS_CERT: {
    about: 'Certificate that is shown to Redis: a PEM file, or its text.',
    example: '/etc/mysqlop/redis-cert.pem',
    schema: certificates,
    isFile: true,
    unset: 'none',
  },
  REDIS_KEY: {
    about: 'Private key of `REDIS_CERT`, without a passphrase: a PEM file, or its text.',
    example: '/etc/mysqlop/redis-key.pem',
    schema: privateKey,
    isFile: true,
    unset: 'none',
  },
} as const satisfies Record<string, Setting>;
