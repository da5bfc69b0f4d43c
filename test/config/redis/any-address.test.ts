import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { redisAddress } from '../../../src/config/redis/any-address.ts';
import type { RedisAddress } from '../../../src/config/redis/redis-address.ts';

const KEY = 'q/R+9/aB3cD4eF5gH6iJ7kL8mN9oP0qR1sT2uV3wX4=';
const AZURE = 'name.redis.cache.windows.net';

function read(text: string): RedisAddress {
  return v.parse(redisAddress, text);
}

/** What is said of a text that is refused. */
function refusalOf(text: string): string | undefined {
  return v.safeParse(redisAddress, text).issues?.[0].message;
}

/** The place of servers that are written as host and port. */
function servers(...list: readonly (readonly [host: string, port?: number])[]) {
  return { kind: 'tcp', servers: list.map(([host, port]) => ({ host, port })) };
}

const PLAIN = { isTls: false, username: undefined, password: undefined, database: 0 };
const SOCKET = { ...PLAIN, place: { kind: 'socket', path: '/run/redis.sock' } };
const LOCAL = { ...PLAIN, place: servers(['h']) };

describe('an address of Redis', () => {
  it.each([
    // URLs.
    ['redis://h', LOCAL],
    ['redis://h/', LOCAL],
    ['REDIS://h:1', { ...PLAIN, place: servers(['h', 1]) }],
    ['rediss://h:65535', { ...PLAIN, isTls: true, place: servers(['h', 65_535]) }],
    ['REDISS://h', { ...LOCAL, isTls: true }],
    ['redis://h/15', { ...LOCAL, database: 15 }],
    ['redis://h?db=3', { ...LOCAL, database: 3 }],
    ['redis://h/?DB=3', { ...LOCAL, database: 3 }],
    ['redis://h/2?', { ...LOCAL, database: 2 }],
    ['redis://redis_1.my-net:1', { ...PLAIN, place: servers(['redis_1.my-net', 1]) }],
    ['redis://10.0.0.5:1', { ...PLAIN, place: servers(['10.0.0.5', 1]) }],
    ['redis://[::1]:1', { ...PLAIN, place: servers(['::1', 1]) }],
    [
      'redis://u:p@[fe80::2]',
      { ...PLAIN, username: 'u', password: 'p', place: servers(['fe80::2']) },
    ],
    ['redis://u@h', { ...LOCAL, username: 'u' }],
    ['redis://:p@h', { ...LOCAL, password: 'p' }],
    ['redis://:@h', LOCAL],
    ['redis://@h', LOCAL],
    // Several servers.
    [
      'rediss://u:p@a:1, b,[::1]:3/2',
      {
        place: servers(['a', 1], ['b'], ['::1', 3]),
        isTls: true,
        username: 'u',
        password: 'p',
        database: 2,
      },
    ],
    // Passwords as they are, and encoded.
    [
      `rediss://:${KEY}@${AZURE}:6380`,
      { ...PLAIN, isTls: true, password: KEY, place: servers([AZURE, 6380]) },
    ],
    ['redis://u:a:b@h', { ...LOCAL, username: 'u', password: 'a:b' }],
    ['redis://u:p@ss@h', { ...LOCAL, username: 'u', password: 'p@ss' }],
    ['redis://u:p#1?2/3@h', { ...LOCAL, username: 'u', password: 'p#1?2/3' }],
    ['redis://u:100%@h', { ...LOCAL, username: 'u', password: '100%' }],
    ['redis://u:50%/x@h', { ...LOCAL, username: 'u', password: '50%/x' }],
    ['redis://u:a%2Fb+c=@h', { ...LOCAL, username: 'u', password: 'a/b+c=' }],
    ['redis://u%40x:%C3%A9@h', { ...LOCAL, username: 'u@x', password: 'é' }],
    ['redis://u:é @h', { ...LOCAL, username: 'u', password: 'é ' }],
    ['redis://default:1234/x=@h', { ...LOCAL, username: 'default', password: '1234/x=' }],
    ['redis://:1,2@h', { ...LOCAL, password: '1,2' }],
    // Sockets.
    ['/run/redis.sock', SOCKET],
    ['/run/redis.sock?db=1', { ...SOCKET, database: 1 }],
    ['unix:///run/redis.sock', SOCKET],
    ['UNIX:///run/redis.sock?db=2', { ...SOCKET, database: 2 }],
    ['redis+unix:///run/redis.sock', SOCKET],
    ['unix://u:p%2F@/run/redis.sock', { ...SOCKET, username: 'u', password: 'p/' }],
    [`unix://:${KEY}@/run/redis.sock`, { ...SOCKET, password: KEY }],
    ['/run/redis@1/a.sock', { ...PLAIN, place: { kind: 'socket', path: '/run/redis@1/a.sock' } }],
    ['/run/a%20b', { ...PLAIN, place: { kind: 'socket', path: '/run/a%20b' } }],
    // Connection strings.
    [
      `${AZURE}:6380,password=${KEY},ssl=True,abortConnect=False`,
      { ...PLAIN, isTls: true, password: KEY, place: servers([AZURE, 6380]) },
    ],
    [
      'a:1 , b , USER = u , Password = %2F@:#? , SSL=false , DefaultDatabase=4 , connectTimeout=5000,',
      {
        place: servers(['a', 1], ['b', 6379]),
        isTls: false,
        username: 'u',
        password: '%2F@:#?',
        database: 4,
      },
    ],
    ['h,ssl=true', { ...PLAIN, isTls: true, place: servers(['h', 6380]) }],
    ['h,password=', { ...PLAIN, place: servers(['h', 6379]) }],
    ['h:6379,password=x://y', { ...PLAIN, password: 'x://y', place: servers(['h', 6379]) }],
    ['h:6380,password=p', { ...PLAIN, isTls: true, password: 'p', place: servers(['h', 6380]) }],
    ['h:10000,password=p', { ...PLAIN, isTls: true, password: 'p', place: servers(['h', 10_000]) }],
    ['h:6380,password=p,ssl=False', { ...PLAIN, password: 'p', place: servers(['h', 6380]) }],
  ])('is read from %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['redis.example.com:6379', /begin with redis:\/\/.*rediss:\/\/ for TLS/],
    ['localhost', /begin with redis:/],
    ['user:pw@host:6379', /begin with redis:/],
    ['http://redis:6379', /begin with redis:/],
    ['http://u:p,a=b@redis', /begin with redis:/],
    ['redis//u:p@h', /begin with redis:/],
    ['//redis:6379', /begin with redis:/],
    ['redis://', /name a host/],
    ['redis:///0', /name a host/],
    ['redis://:p@', /name a host/],
    ['redis://u:p@:6379', /give each server a host/],
    ['redis://:6379', /give each server a host/],
    ['redis://6379', /give each server a host/],
    ['redis://my host', /give each server a host/],
    ['redis://[::g]', /give each server a host/],
    ['redis://::1:6379', /IPv6 address into brackets/],
    ['redis://h:port', /host:port .*# %23/],
    ['redis://u:p', /host:port .*# %23/],
    ['redis://u:p:q', /host:port .*# %23/],
    ['redis://h:0', /ports from 1 to 65535/],
    ['redis://h:65536', /ports from 1 to 65535/],
    ['redis://a:1,redis://b:2', /host:port/],
    ['redis://h/mydb', /database by its number.*REDIS_PREFIX/],
    ['redis://h/-1', /database by its number/],
    ['redis://h/1/', /database by its number/],
    ['redis://h?db=x', /database by its number/],
    ['redis://h/1?db=1', /database once/],
    ['redis://h?db=', /other options/],
    ['redis://h?ssl=true', /other options/],
    ['redis://h?db=1&x=2', /other options/],
    ['redis://h/0#x', /# behind the host/],
    // Which of two things is meant?
    ['redis://u:1%ab%zz@h', /encoded throughout: .* %25.* %2F.* %23.* %3F.* %40/],
    ['redis://u:a/b%2F@h', /encoded throughout/],
    ['redis://u:%E9@h', /encoded throughout/],
    ['redis://u%2F%:p@h', /encoded throughout/],
    ['redis://h:6379/0?tag=a@b', /%3F and %23/],
    ['redis://u:p@h/0?tag=a@b', /%3F and %23/],
    ['redis://u:123#4@h', /%3F and %23/],
    ['redis://:p@a:1,:p@b:2', /once, before the first server .*%40.*%2C/],
    ['redis://a:1,u:p@b:2', /once, before the first server/],
    ['redis://a,:p@b:2', /once, before the first server/],
    // Sockets.
    ['unix://run/redis.sock', /whole path/],
    ['unix://', /whole path/],
    ['/', /whole path/],
    ['/run/', /whole path/],
    ['unix:///run/redis.sock?x=1', /other options/],
    ['unix:///run/redis.sock#x', /# behind/],
    ['unix://:a@/b@/run/redis.sock', /one @/],
    // Connection strings.
    ['password=p', /name a host/],
    ['h,password=a,b', /no comma in the password/],
    ['password=p,h:6379', /name a host/],
    ['a:1,ssl=true,b:1', /servers first/],
    ['h,ssl=maybe', /ssl=True or ssl=False/],
    ['h,defaultDatabase=mydb', /database by its number/],
    ['h,serviceName=mymaster', /REDIS_SENTINEL/],
    ['u:p@h:1,ssl=true', /host:port/],
  ])('is refused as %s, in words', (text, sentence) => {
    expect(refusalOf(text)).toMatch(/^must /);
    expect(refusalOf(text)).toMatch(sentence);
  });
});

describe('passwords', () => {
  const anyText = fc.string({ unit: 'binary', minLength: 1 });
  const base64Key = fc
    .uint8Array({ minLength: 1, maxLength: 48 })
    .map((bytes) => Buffer.from(bytes).toString('base64'));
  /** What stands before the password. */
  const before = fc.constantFrom(
    ['redis://:', '@h:6380/1'],
    ['rediss://default:', '@a:1,b:2'],
    ['unix://u:', '@/run/redis.sock'],
  );

  test('are read back, percent-encoded', () => {
    fc.assert(
      fc.property(before, anyText, ([head, tail], password) => {
        expect(read(`${head}${encodeURIComponent(password)}${tail}`).password).toBe(password);
      }),
      { numRuns: 1000 },
    );
  });

  test('are read back, also those of the user', () => {
    fc.assert(
      fc.property(anyText, (user) => {
        expect(read(`redis://${encodeURIComponent(user)}:p@h`)).toMatchObject({
          username: user,
          password: 'p',
        });
      }),
    );
  });

  test('are read back as they are where they are keys in base64', () => {
    const form = fc.oneof(before, fc.constant(['h:6380,password=', ',ssl=True'] as const));
    fc.assert(
      fc.property(form, base64Key, ([head, tail], key) => {
        expect(read(`${head}${key}${tail}`).password).toBe(key);
      }),
      { numRuns: 1000 },
    );
  });

  test('are refused or read back otherwise, and never sent to another host', () => {
    const rough = fc.string({ unit: fc.constantFrom(...'aB1/#?+=@:,') });
    fc.assert(
      fc.property(rough, (password) => {
        const result = v.safeParse(redisAddress, `redis://user:${password}@h:1`);
        if (!result.success) return;
        expect(result.output).toMatchObject({
          place: servers(['h', 1]),
          password: password || undefined,
        });
      }),
      { numRuns: 1000 },
    );
  });
});
