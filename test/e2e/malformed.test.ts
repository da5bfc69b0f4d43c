import { afterEach, describe, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from './start-test-world.ts';

let world: TestWorld;
afterEach(async () => {
  await world.stop();
});

const NO_OBJECTS = ['null', '[]', '[{"type":"x"}]', '1', '"text"', 'true', '{', ''];
const ODD_OBJECTS = [
  '{}',
  '{"type":null}',
  '{"type":"block_actions"}',
  '{"type":"block_actions","actions":null}',
  '{"type":"block_actions","actions":[null],"user":null}',
  '{"type":"event_callback","event":null}',
  '{"command":"/mysqlop"}',
  '{"__proto__":null,"type":"view_submission"}',
];

describe('over HTTP, a signed body', () => {
  test('that holds no object is refused, an odd one does no harm, and the process lives', async () => {
    world = await startTestWorld('http');
    const json = { contentType: 'application/json' };
    for (const body of NO_OBJECTS) {
      expect(await world.slack.deliver({ body, ...json })).toMatchObject({ status: 400 });
      const form = `payload=${encodeURIComponent(body)}`;
      expect(await world.slack.deliver({ body: form })).toMatchObject({ status: 400 });
    }
    const odd = ODD_OBJECTS.map((body) => world.slack.deliver({ body, ...json }));
    const form = world.slack.deliver({ body: 'command=%2Fmysqlop&channel_id=C0DBA' });
    await Promise.allSettled([...odd, form]);
    expect(world.printed()).toContain('slack.request_refused');
    expect(world.printed()).not.toContain('app.crashed');
    expect(await world.ask('list')).toContain('Nothing is being watched');
  });
});

describe('over a socket, an envelope', () => {
  test('that is none is dropped, an odd one does no harm, and the process lives', async () => {
    world = await startTestWorld('socket');
    const envelopes = [
      ...NO_OBJECTS,
      '{}',
      '{"type":null}',
      '{"type":"events_api"}',
      '{"type":"events_api","envelope_id":"e","payload":null}',
      '{"type":"disconnected"}',
      '{"type":"error"}',
      '{"type":"slash_commands","envelope_id":"e","payload":null}',
      '{"type":"slash_commands","envelope_id":"e","payload":[]}',
      ...ODD_OBJECTS.map((body) => `{"type":"interactive","envelope_id":"e","payload":${body}}`),
      ...ODD_OBJECTS.map((body) => `{"type":"slash_commands","envelope_id":"e","payload":${body}}`),
    ];
    for (const envelope of envelopes) world.slack.sendText(envelope);
    expect(await world.ask('list')).toContain('Nothing is being watched');
    expect(world.printed().match(/slack\.envelope_refused/g)?.length).toBeGreaterThanOrEqual(15);
    expect(world.printed()).not.toContain('app.crashed');
    expect(world.printed()).not.toContain('slack.disconnected');
  });
});
