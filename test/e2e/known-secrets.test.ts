import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { untilCard, untilThread } from './cards.ts';
import { failed, running } from './running.ts';
import { DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

/** Nothing tells by its shape that these are secrets. */
const CLIENT_SECRET = 'red/green+blue brown';
const PROXY_PASSWORD = 'yellow&violet';

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld('http', {
    LOG_LEVEL: 'trace',
    AZURE_CLIENT_SECRET: CLIENT_SECRET,
    ALL_PROXY: `http://user:${encodeURIComponent(PROXY_PASSWORD)}@127.0.0.1:9`,
    NO_PROXY: '127.0.0.1,localhost',
  });
});
afterEach(async () => {
  await world.stop();
});

/** All that Redis holds, as text. */
async function kept(): Promise<string> {
  const redis = new Redis(world.redis.url);
  const keys = await redis.keys('*');
  const values = await Promise.all(
    keys.map(async (key) => {
      switch (await redis.type(key)) {
        case 'hash':
          return JSON.stringify(await redis.hgetall(key));
        case 'list':
          return JSON.stringify(await redis.lrange(key, 0, '-1'));
        case 'string':
          return (await redis.get(key)) ?? '';
        default:
          return '';
      }
    }),
  );
  redis.disconnect();
  return values.join('\n');
}

test('the secrets that it was started with are shown, kept and logged nowhere', async () => {
  const secrets = [
    world.environment['SLACK_BOT_TOKEN'] ?? '',
    world.environment['SLACK_SIGNING_SECRET'] ?? '',
    world.azure.token,
    CLIENT_SECRET,
    PROXY_PASSWORD,
  ];
  const all = [...secrets, ...secrets.map(encodeURIComponent)].join(' , ');
  const answers = [await world.ask(`${all} watch`)];
  const operation = world.azure.operation({ script: () => running(42) });
  answers.push(await world.ask(`watch ${operation.progressUrl} as ${CLIENT_SECRET}`));
  const card = await untilCard(world, DBA, operation, /42 %/);
  operation.set(failed(`It said: ${all}.`));
  await untilThread(world, card, /failed/);
  await world.slack.until(() => world.slack.messages(ONCALL).length > 0);
  answers.push(await world.ask(`watch ${all.slice(0, 200)}`));

  const pages = await Promise.all(
    ['readyz', 'metrics'].map(async (path) =>
      (await fetch(`http://127.0.0.1:${world.opsPort}/${path}`)).text(),
    ),
  );
  const shown = [DBA, ONCALL].flatMap((channel) =>
    world.slack
      .messages(channel)
      .flatMap((message) => [message, ...world.slack.thread(channel, message.ts)]),
  );
  const everything = [JSON.stringify(shown), await kept(), world.printed(), ...answers, ...pages];
  expect(JSON.stringify(shown)).toContain('It said: [removed]');
  for (const secret of secrets) {
    for (const written of [secret, encodeURIComponent(secret)]) {
      expect(everything.filter((text) => text.includes(written))).toEqual([]);
    }
  }
});
