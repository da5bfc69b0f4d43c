import { describe, expect, test } from 'vitest';
import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import { createClient, refusal, startSlack } from './start-slack.ts';

const CHANNEL = 'C0DBA';
const BYTES = new Uint8Array([1, 2, 255]);

async function announced(slack: SimulatedSlack, length = BYTES.length) {
  const answer = await createClient(slack).files.getUploadURLExternal({
    filename: 'a.png',
    length,
  });
  return { url: answer.upload_url ?? '', id: answer.file_id ?? '' };
}

const put = async (url: string, body = BYTES) =>
  (await fetch(url, { method: 'POST', body })).status;

describe('a file', () => {
  test('is shown once it is uploaded and completed, as it was sent', async () => {
    const slack = await startSlack();
    const { url, id } = await announced(slack);
    expect(slack.messages(CHANNEL)).toEqual([]);
    expect(await put(url)).toBe(200);
    expect(slack.messages(CHANNEL)).toEqual([]);
    const files = [{ id, title: 'A picture' }] as const;
    const client = createClient(slack);
    await client.files.completeUploadExternal({ files: [...files], channel_id: CHANNEL });
    const [message] = slack.messages(CHANNEL);
    expect(message?.files).toMatchObject([{ id, name: 'a.png', title: 'A picture' }]);
    expect([...(slack.file(id)?.bytes ?? [])]).toEqual([...BYTES]);
    const again = client.files.completeUploadExternal({ files: [...files], channel_id: CHANNEL });
    expect(await refusal(again)).toMatchObject({ error: 'file_not_found' });
    expect(slack.messages(CHANNEL)).toHaveLength(1);
  });

  test('is not taken that is not what was announced', async () => {
    const slack = await startSlack();
    const { url, id } = await announced(slack, 4);
    expect(await put(url)).toBe(400);
    expect(await put(url.replace(id, 'F0NONE'))).toBe(400);
    const files = [{ id, title: 'x' }] as const;
    const client = createClient(slack);
    const call = client.files.completeUploadExternal({ files: [...files], channel_id: CHANNEL });
    expect(await refusal(call)).toMatchObject({ error: 'file_not_found' });
  });

  test('is shown only where the bot is, wherever it may post', async () => {
    const channels = [{ id: CHANNEL, name: 'dba', isMember: false }];
    const slack = await startSlack({ channels });
    const { url, id } = await announced(slack);
    await put(url);
    const client = createClient(slack);
    const files = [{ id, title: 'x' }] as const;
    const call = (channel_id: string) =>
      refusal(client.files.completeUploadExternal({ files: [...files], channel_id }));
    expect(await call(CHANNEL)).toMatchObject({ error: 'not_in_channel' });
    expect(await call('C0NONE')).toMatchObject({ error: 'channel_not_found' });
  });

  test('needs files:write', async () => {
    const slack = await startSlack({ scopes: ['chat:write'] });
    const call = createClient(slack).files.getUploadURLExternal({ filename: 'a', length: 1 });
    expect(await refusal(call)).toMatchObject({ error: 'missing_scope', needed: 'files:write' });
  });
});
