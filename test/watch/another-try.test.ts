import { describe, expect, it } from 'vitest';
import { recoveries, triedBefore } from '../../src/watch/another-try.ts';
import { watchNamed } from '../names.ts';
import { DAY, MINUTE, START } from './build-record.ts';

const failed = (id: string, at: number) => ({ watchId: watchNamed(id), at });

describe('another try', () => {
  it('is one that began after failures of its series, within a week', () => {
    const all = [
      failed('wold-1', START - 8 * DAY),
      failed('wone-1', START - DAY),
      failed('wtwo-1', START - MINUTE),
      failed('wlater-1', START + MINUTE),
    ];
    expect(triedBefore(all, START)).toEqual([all[1], all[2]]);
    expect(triedBefore(all, START - 2 * DAY - 10 * DAY)).toEqual([]);
  });

  it('comes after one failure where an operation was watched twice', () => {
    const all = [failed('wone-1', START - MINUTE), failed('wone-2', START - MINUTE)];
    expect(triedBefore(all, START)).toEqual([all[0]]);
  });

  it('is told to each failure, with how many tries it took', () => {
    const all = [failed('wone-1', START - DAY), failed('wtwo-1', START - MINUTE)];
    expect(recoveries(watchNamed('wown-1'), all, START)).toMatchObject([
      { kind: 'alert-recovered', watchId: 'wown-1', failed: 'wone-1', tries: 3 },
      { kind: 'alert-recovered', watchId: 'wown-1', failed: 'wtwo-1', tries: 3 },
    ]);
    expect(recoveries(watchNamed('wown-1'), [], START)).toEqual([]);
  });
});
