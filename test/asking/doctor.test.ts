import { expect, test, vi } from 'vitest';
import { type Diagnosis, diagnose, type Examining, type Finding } from '../../src/asking/doctor.ts';
import { userNamed } from '../names.ts';
import { ALICE, BOB } from './start-asking.ts';

const FINE: Finding = { state: 'fine', about: 'Azure', says: 'I may read it.' };
const never = new Promise<never>(() => undefined);

const whole = (look: () => Promise<readonly Finding[]>) => ({
  here: [],
  whole: [{ about: 'Azure', look }],
});

async function found(answer: Diagnosis | Examining): Promise<Diagnosis> {
  return answer.kind === 'examining' ? await answer.found : answer;
}

test('tells how the bot is as a whole to everybody, or to those alone who are named', async () => {
  const examinations = whole(async () => [FINE]);
  const told = async (admins: readonly string[] | undefined) =>
    await found(
      await diagnose(ALICE, { examinations, admins: admins?.map((id) => userNamed(id)) }),
    );
  expect((await told(undefined)).whole).toEqual([FINE]);
  expect((await told([ALICE.user])).whole).toEqual([FINE]);
  expect((await told([BOB.user])).whole).toBeUndefined();
});

test('does not look at what nobody here is told', async () => {
  const look = vi.fn(async () => [FINE]);
  await diagnose(ALICE, { examinations: whole(look), admins: [BOB.user] });
  expect(look).not.toHaveBeenCalled();
});

test.each([
  ['breaks', () => Promise.reject(new Error('gone')), 'I could not look.'],
  ['hangs', () => never, 'It took too long to tell.'],
])('a look that %s says nothing about what it looked at', async (_how, look, says) => {
  const diagnosis = await found(
    await diagnose(ALICE, { examinations: whole(look), admins: undefined }, 20),
  );
  expect(diagnosis.whole).toEqual([{ state: 'unknown', about: 'Azure', says }]);
});
