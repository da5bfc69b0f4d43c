import { expect } from 'vitest';
import type { SimulatedMessage } from '../../../src/sandbox/slack/state/message.ts';
import { cardsOf } from '../../e2e/cards.ts';
import { ALICE, DBA, type TestWorld } from '../../e2e/start-test-world.ts';
import type { RedisFaultRow } from './redis-fault-row.ts';

/** Slack shows people an error of its own after that. */
const ANSWER_WITHIN_MS = 3_000;
const AGAIN = 'Please ask again in a minute';
const TELL = 'Please tell whoever runs me';

/**
 * Asks for a list, a new watch and a fresh look, and expects each to be refused in time with the true reason, and
 * nothing to be done of it. What the row says is served may be.
 *
 * @param card whose button is pressed
 */
export async function askAll(
  world: TestWorld,
  { problem, advice, passes = false, served = [] }: RedisFaultRow,
  card?: SimulatedMessage,
): Promise<void> {
  const wanted = world.azure.operation();
  const ask = async (text: string) => {
    const asked = await world.slack.command({ channel: DBA, user: ALICE, text });
    expect(asked.ackedAfterMs).toBeLessThan(ANSWER_WITHIN_MS);
    return String(asked.response?.['text']);
  };
  const [list, watch] = await Promise.all([ask('list'), ask(`watch ${wanted.progressUrl}`)]);
  const refusals = [
    ...(served.includes('list') ? [] : [list]),
    ...(served.includes('watch') ? [] : [watch]),
    ...(served.includes('press') || !card ? [] : [await press(world, card)]),
  ];
  for (const text of refusals) {
    expect(text).toContain(problem);
    expect(text).toContain(passes ? AGAIN : advice);
    expect(text).not.toContain(passes ? TELL : AGAIN);
  }
  if (served.includes('watch')) return;
  expect(cardsOf(world, DBA, wanted)).toEqual([]);
  expect(wanted.reads).toBe(0);
}

/** What the presser alone is told. */
async function press(world: TestWorld, card: SimulatedMessage): Promise<string> {
  const told = () => world.slack.ephemerals(DBA, ALICE);
  const before = told().length;
  const pressedAt = performance.now();
  await world.slack.press({ channel: DBA, ts: card.ts, actionId: 'refresh', user: ALICE });
  const answer = await world.slack.until(() => told()[before], { what: 'an answer to the press' });
  expect(performance.now() - pressedAt).toBeLessThan(ANSWER_WITHIN_MS);
  return answer.text;
}
