import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { OperationProgress } from '../../src/azure/operation-progress-schema.ts';

/** As many as fit into the largest answer that is taken. */
const MANY = 340_000;

/** Counts how often anybody looks at an element of the list. */
function watchedList(element: object) {
  let looks = 0;
  const list = new Proxy(new Array<object>(MANY).fill(element), {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  return { list, looks: () => looks };
}

const read = (body: object) => v.parse(OperationProgress, { status: 'InProgress', ...body });

describe('of an answer with as many objects as fit into it', () => {
  it.each([{}, { status: 'Running' }, { operations: [{}] }])(
    'a few dozen steps %o are looked at, and the rest is counted',
    (element) => {
      const { list, looks } = watchedList(element);
      const { steps, moreSteps } = read({ operations: list });
      expect(looks()).toBeLessThanOrEqual(200);
      expect(steps.length).toBeLessThanOrEqual(50);
      const isStep = 'status' in element;
      expect(moreSteps).toBe(MANY - (isStep ? steps.length : looks()));
    },
  );

  it.each([{}, { code: 'A' }, { details: [{}] }])(
    'a few dozen errors %o are looked at',
    (element) => {
      for (const body of [
        (list: object) => ({ error: { details: list } }),
        (list: object) => ({ error: list }),
        (list: object) => ({ properties: { error: list } }),
      ]) {
        const { list, looks } = watchedList(element);
        read(body(list));
        expect(looks()).toBeLessThan(200);
      }
    },
  );

  it('none is counted where all are shown', () => {
    expect(read({ operations: [{ status: 'Running' }] })).not.toHaveProperty('moreSteps');
  });
});
