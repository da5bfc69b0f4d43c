import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { progressPicture } from '../../../src/slack/messages/progress-picture.ts';
import type { WatchRecord } from '../../../src/watch/watch-record.ts';
import { MINUTE, play, seen, snapshotReading } from '../../watch/build-record.ts';

/** Each chunk of a PNG, whose checksum is right. */
function chunksOf(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks.set(named.toString('latin1', 0, 4), named.subarray(4));
    at += 12 + length;
  }
  return chunks;
}

function pictureOf(record: WatchRecord) {
  const [card] = record.cards;
  if (!card) throw new Error('There is no card');
  return progressPicture(record, card);
}

function ended(percents: readonly number[]): WatchRecord {
  const readings = percents.map(
    (percent, index) => [(index + 1) * MINUTE, snapshotReading({ percent })] as const,
  );
  const end = snapshotReading({ status: 'Succeeded', percent: 100 });
  return play(seen({ percent: 0 }), [...readings, [(percents.length + 1) * MINUTE, end]]).record;
}

describe('the picture of a progress', () => {
  test('rises from the left below to the right above, and says in its title what it shows', () => {
    const picture = pictureOf(ended([20, 40, 40, 40, 60, 80]))?.picture;
    if (!picture) throw new Error('There is none');
    expect(picture.title).toMatch(/0 → 100 % in 7 min, longest pause 2 min at 40 %$/);
    expect(Buffer.from(picture.png.subarray(1, 4)).toString()).toBe('PNG');
    const chunks = chunksOf(picture.png);
    const head = chunks.get('IHDR') ?? Buffer.alloc(8);
    const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
    const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
    expect(rows.length).toBe(height * (width + 1));
    const curve = 3;
    const topOf = (x: number) =>
      Array.from({ length: height }, (_, y) => rows[y * (width + 1) + 1 + x]).indexOf(curve);
    const tops = Array.from({ length: width }, (_, x) => topOf(x));
    expect(tops.every((top, x) => top >= 0 && top <= (tops[x - 1] ?? height))).toBe(true);
    expect(tops[0]).toBeGreaterThan(height - 10);
    expect(tops.at(-1)).toBeLessThan(10);
    // A seventh of the time for each look: between the second and the fourth it stood.
    expect(topOf(Math.ceil((width * 2) / 7) + 1)).toBe(topOf(Math.floor((width * 4) / 7) - 1));
  });

  test('is not there while it goes on, and where there is nothing to be seen', () => {
    expect(pictureOf(seen({ percent: 50 }))).toBeUndefined();
    expect(pictureOf(ended([]))).toBeUndefined();
  });
});
