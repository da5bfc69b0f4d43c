import { cardMessage } from '../../src/slack/messages/card.ts';
import { advance } from '../../src/watch/advance.ts';
import { beginWatch } from '../../src/watch/begin-watch.ts';
import type { SnapshotReading } from '../../src/watch/reading.ts';

const MINUTE = 60_000;
const GIB = 2 ** 30;
const STARTED_AT = Date.UTC(2026, 2, 3, 14, 2);
const POLICY = {
  pollMinMs: MINUTE,
  pollMaxMs: MINUTE,
  notFoundAfterMs: 120_000,
  goneAfterMs: 600_000,
  milestones: [25, 50, 75],
};
const SERVER =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shop/providers/Microsoft.DBforMySQL/flexibleServers/shop-db';

/** The texts of the card that README.md shows, as people see them; moments are left out. */
export function picturedTexts(): readonly string[] {
  const reference = {
    subscriptionId: '00000000-0000-0000-0000-000000000000',
    location: 'westeurope',
    operationId: '8f2c7c1e-5b0a-4d55-9a0b-3c6f1f0f6c11',
  };
  const request = { channel: 'C0DBA', askedBy: 'U0ALICE', label: 'nightly export' };
  const begun = beginWatch({ id: 'w', epoch: 1, reference }, request, STARTED_AT, POLICY).record;
  const early = advance(begun, at(28.1), STARTED_AT + 21 * MINUTE, POLICY).record;
  const { record } = advance(early, at(42.3), STARTED_AT + 31 * MINUTE, POLICY);
  const [card] = record.cards;
  if (!card) throw new Error('A watch that was begun has a card.');
  const { blocks } = cardMessage(record, card, {
    subscriptionName: () => 'prod',
    portalLink: () => 'https://portal.azure.com/',
    messageLink: () => undefined,
    oncallMention: undefined,
  });
  return textsIn(blocks)
    .map(asSeen)
    .filter((text) => text !== '');
}

function at(gibibytes: number): SnapshotReading {
  return {
    kind: 'snapshot',
    trace: {},
    snapshot: {
      status: 'InProgress',
      percent: gibibytes,
      startedAt: STARTED_AT,
      serverId: SERVER,
      work: { kind: 'backup', doneBytes: gibibytes * GIB, totalBytes: 100 * GIB },
      steps: [],
    },
  };
}

/** Every `text` in a message's blocks, line by line; what a button asks when pressed is not seen. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'confirm') return [];
    return key === 'text' && typeof inner === 'string' ? inner.split('\n') : textsIn(inner);
  });
}

function asSeen(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(/<!date[^>]*>/g, '')
    .replaceAll('<@U0ALICE>', '@alice')
    .replaceAll(/[*`]/g, '');
}
