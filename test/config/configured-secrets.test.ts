import { expect, it } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { configOf } from './complete-environment.ts';

const PASSWORD = 'a/b#c%d@e';
const ENCODED = encodeURIComponent(PASSWORD);

it('are all those settings of which somebody must not know the value', () => {
  const named = Object.keys(settings).filter((name) =>
    /TOKENS?$|SECRET|PASSWORD|ROUTING_KEY$/.test(name),
  );
  const marked = Object.entries(settings).filter(([, setting]) => 'isSecret' in setting);
  expect(marked.map(([name]) => name)).toEqual(named);
});

it.each([
  [{}, ['xoxb-1-secret', 'xapp-1-secret']],
  [{ SLACK_SIGNING_SECRET: ' 0123456789 ' }, ['0123456789']],
  [{ AZURE_ACCESS_TOKEN: 'eyJ.x.y' }, ['eyJ.x.y']],
  [{ AZURE_CLIENT_SECRET: 'abc8Q~def' }, ['abc8Q~def']],
  [{ API_TOKENS: `a=${'1a'.repeat(32)},b=${'2B'.repeat(32)}` }, ['1a'.repeat(32), '2b'.repeat(32)]],
  [{ REDIS_URL: `redis://user:${ENCODED}@h` }, [PASSWORD]],
  [{ REDIS_URL: 'h.redis.cache.windows.net:6380,password=k3y=,ssl=True' }, ['k3y=']],
  [
    { REDIS_URL: 'redis://h', REDIS_SENTINEL: 'm', REDIS_SENTINEL_PASSWORD: 'of-sentinels' },
    ['of-sentinels'],
  ],
  [
    { HTTPS_PROXY: `http://user:${ENCODED}@proxy:3128` },
    [ENCODED, PASSWORD, Buffer.from(`user:${PASSWORD}`).toString('base64')],
  ],
  [{ http_proxy: 'http://proxy:3128' }, []],
])('are found in %j', (environment, secrets) => {
  expect(configOf(environment).secrets).toEqual(expect.arrayContaining(secrets));
});

it('are those, and nothing else', () => {
  const { secrets } = configOf({ http_proxy: 'http://proxy:3128', HOME: '/home/somebody' });
  expect(secrets).toEqual(['xoxb-1-secret', 'xapp-1-secret']);
});
