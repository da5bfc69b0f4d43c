import { expect, it } from 'vitest';
import { joinWatch } from '../../src/watch/begin-watch.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { askerOf, askerOfPost } from '../../src/watch/whose-turn.ts';
import { cardNamed, channelNamed, userNamed } from '../names.ts';
import { SHOP, START, seen } from './build-record.ts';
import { live } from './live.ts';

const BOB = { ...SHOP, askedBy: userNamed('U0BOB') };

function withBob() {
  const joining = joinWatch(live(seen()), BOB, START);
  if (joining.kind === 'stands') throw new Error('It stands already');
  return joining.change.record;
}

it('takes the turns of whoever asked first', () => {
  expect(askerOf(withBob())).toBe('U0ALICE');
});

it('takes the turns of who is left, once the first has stopped', () => {
  const stopped = stopCard(withBob(), channelNamed('C0DBA'), userNamed('U0ALICE'), START);
  expect(askerOf(stopped?.record ?? withBob())).toBe('U0BOB');
});

it('posts what belongs to a card in the turns of whoever asked for that card', () => {
  const record = withBob();
  const owner = { watchId: record.id, at: START };
  const card = { kind: 'card', ...owner, cardKey: cardNamed('C0SHOP-1') } as const;
  expect(askerOfPost(record, card)).toBe('U0BOB');
  expect(askerOfPost(record, { kind: 'alert-details', ...owner })).toBe('U0ALICE');
});
