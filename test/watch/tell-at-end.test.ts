import { expect, test } from 'vitest';
import { cardKey } from '../../src/watch/names.ts';
import { MOST_TOLD, tellAtEnd, toldAtEnd } from '../../src/watch/tell-at-end.ts';
import { userNamed } from '../names.ts';
import { begun, DBA } from './build-record.ts';

const KEY = cardKey(DBA.channel, 1);
const people = (count: number) => Array.from({ length: count }, (_, n) => userNamed(`U${n}`));
const told = (users: readonly ReturnType<typeof userNamed>[]) => {
  const [card] = tellAtEnd(begun(), KEY, users)?.record.cards ?? [];
  return card && toldAtEnd(card);
};

test('who asked is told first, and whoever else is to be, each once', () => {
  const bob = userNamed('U0BOB');
  expect(told([bob, DBA.askedBy, bob])).toEqual([DBA.askedBy, bob]);
  const [card] = begun({ ...DBA, tellAlso: [bob, bob] }).cards;
  expect(card?.tellAlso).toEqual([bob]);
});

test('no more people are mentioned than a mention is good for', () => {
  expect(told(people(MOST_TOLD + 5))).toHaveLength(MOST_TOLD + 1);
  const full = begun({ ...DBA, tellAlso: people(MOST_TOLD) });
  expect(tellAtEnd(full, KEY, [userNamed('U0LATE')])).toBeUndefined();
});

test('nothing changes where nobody is new, or no such card follows the watch', () => {
  expect(tellAtEnd(begun(), KEY, [DBA.askedBy])).toBeUndefined();
  expect(tellAtEnd(begun(), cardKey(DBA.channel, 2), people(1))).toBeUndefined();
});
