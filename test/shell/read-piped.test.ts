import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readPiped } from '../../src/shell/read-piped.ts';

test('what is piped in is waited for no longer than somebody wishes', async () => {
  const input = new PassThrough();
  input.write('the beginning');
  const interrupted = new AbortController();
  const reading = readPiped(input, interrupted.signal);
  interrupted.abort();
  await expect(reading).rejects.toThrow(/abort/i);
});
