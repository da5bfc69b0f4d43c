import { describe, expect, test } from 'vitest';
import { onceOnly } from '../../../src/slack/listeners/once-only.ts';

const fresh = { begin: async () => true, finish: async () => undefined };

describe('a delivery of Slack’s', () => {
  test('is carried out where it is new', async () => {
    expect(await onceOnly(fresh, 't-1', async () => ({ kind: 'done' }))).toEqual({ kind: 'done' });
  });

  test('is not carried out again', async () => {
    const repeated = { ...fresh, begin: async () => false };
    const work = async () => {
      throw new Error('It was carried out');
    };
    expect(await onceOnly(repeated, 't-1', work)).toEqual({ kind: 'repeated' });
  });

  test('that was carried out is never called undone, though that could not be noted', async () => {
    const finish = async () => {
      throw new Error('Redis is away');
    };
    const work = async () => ({ kind: 'done' });
    expect(await onceOnly({ ...fresh, finish }, 't-1', work)).toEqual({ kind: 'done' });
  });
});
