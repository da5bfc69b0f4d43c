import { describe, expect, it } from 'vitest';
import { CERTIFICATE, KEY, OTHER_KEY } from '../certificates.ts';
import { COMPLETE, configOf, problemsOf } from '../complete-environment.ts';

const CLUSTER = { REDIS_CLUSTER: 'yes' };
const SENTINEL = { REDIS_SENTINEL: 'mymaster' };
const ENTRA = { REDIS_AUTH: 'entra' };
const SOCKET = { REDIS_URL: '/run/redis.sock' };
const MANY = { REDIS_URL: 'redis://a,b' };
const TLS = { REDIS_URL: 'rediss://h' };
const SHOWN = { REDIS_CERT: CERTIFICATE, REDIS_KEY: KEY };

describe('settings of Redis that contradict each other', () => {
  it.each([
    ['REDIS_SENTINEL', /beside REDIS_CLUSTER/, { ...CLUSTER, ...SENTINEL }],
    ['REDIS_URL', /database 0.*REDIS_PREFIX/, { ...CLUSTER, REDIS_URL: 'redis://h/1' }],
    ['REDIS_URL', /one server/, MANY],
    ['REDIS_CLUSTER', /socket/, { ...CLUSTER, ...SOCKET }],
    ['REDIS_SENTINEL', /socket/, { ...SENTINEL, ...SOCKET }],
    ['REDIS_SENTINEL_PASSWORD', /without REDIS_SENTINEL/, { REDIS_SENTINEL_PASSWORD: 'x' }],
    ['REDIS_URL', /password beside the user/, { REDIS_URL: 'redis://secret@h' }],
    ['REDIS_AUTH', /tokens take its place/, { ...ENTRA, REDIS_URL: 'rediss://u:p@h' }],
    ['REDIS_AUTH', /AZURE_ACCESS_TOKEN/, { ...ENTRA, ...TLS, AZURE_ACCESS_TOKEN: 'eyJ' }],
    ['REDIS_AUTH', /without TLS/, { ...ENTRA, REDIS_URL: 'redis://h' }],
    ['REDIS_AUTH', /without TLS/, { ...ENTRA, ...CLUSTER, REDIS_URL: 'redis://localhost,h' }],
    ['REDIS_URL', /in the clear/, { REDIS_URL: 'redis://:p@n.redis.cache.windows.net:6380' }],
    ['REDIS_CA', /without TLS.*rediss/, { REDIS_CA: CERTIFICATE }],
    ['REDIS_CA', /socket/, { ...SOCKET, REDIS_CA: CERTIFICATE }],
    ['REDIS_CERT', /its key in REDIS_KEY/, { ...TLS, REDIS_CERT: CERTIFICATE }],
    ['REDIS_KEY', /its certificate in REDIS_CERT/, { ...TLS, REDIS_KEY: KEY }],
    ['REDIS_KEY', /it is another’s/, { ...TLS, ...SHOWN, REDIS_KEY: OTHER_KEY }],
  ])('are told at %s: %s', (setting, sentence, set) => {
    expect(problemsOf({ ...COMPLETE, ...set })).toEqual([
      expect.objectContaining({ setting, problem: expect.stringMatching(sentence) }),
    ]);
  });

  it('are told all at once', () => {
    const found = problemsOf({ ...COMPLETE, ...MANY, ...ENTRA, ...SHOWN });
    expect(found.map(({ setting }) => setting)).toEqual([
      'REDIS_URL',
      'REDIS_AUTH',
      'REDIS_CERT',
      'REDIS_KEY',
    ]);
  });

  it('are not looked for while one of them can’t be read', () => {
    const found = problemsOf({ ...COMPLETE, ...TLS, REDIS_CERT: 'nowhere', REDIS_KEY: KEY });
    expect(found.map(({ setting }) => setting)).toEqual(['REDIS_CERT']);
  });
});

describe('settings of Redis that go together', () => {
  it.each([
    [{ ...CLUSTER, ...MANY }, { mode: { kind: 'cluster' } }],
    [
      { ...CLUSTER, REDIS_URL: 'redis://h/0' },
      { mode: { kind: 'cluster' }, database: 0 },
    ],
    [
      { ...SENTINEL, REDIS_URL: 'redis://u:p@a,b:1/2' },
      {
        mode: { kind: 'sentinel', primary: 'mymaster', password: undefined },
        place: {
          servers: [
            { host: 'a', port: 26_379 },
            { host: 'b', port: 1 },
          ],
        },
        database: 2,
      },
    ],
    [SOCKET, { place: { kind: 'socket', path: '/run/redis.sock' }, tls: undefined }],
    [{ ...ENTRA, ...SOCKET }, { auth: 'entra' }],
    [
      { ...ENTRA, ...TLS },
      { auth: 'entra', username: undefined, tls: {} },
    ],
    [
      { ...ENTRA, REDIS_URL: 'redis://id@127.0.0.1' },
      { auth: 'entra', username: 'id' },
    ],
    [{ ...ENTRA, REDIS_URL: 'redis://[::1]' }, { auth: 'entra' }],
    [{ ...TLS, ...SHOWN }, { tls: { ca: undefined, cert: CERTIFICATE.trim(), key: KEY.trim() } }],
  ])('are taken (%#)', (set, expected) => {
    expect(configOf(set).redis).toMatchObject(expected);
  });
});
