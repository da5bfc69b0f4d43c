import { describe, expect, it } from 'vitest';
import { cardMessage } from '../../../src/slack/messages/card.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import { stopCard } from '../../../src/watch/stop-card.ts';
import type { WatchRecord } from '../../../src/watch/watch-record.ts';
import {
  backup,
  begun,
  failure,
  GIB,
  MINUTE,
  play,
  REFERENCE,
  SECOND,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
  steadily,
} from '../../watch/build-record.ts';
import { AROUND, buttons, foreignMarkup, markup, read } from './read-message.ts';

const HOUR = 60 * MINUTE;
const BACKUP = {
  percent: 42,
  serverId: SERVER_ID,
  startedAt: START - HOUR,
  work: backup(4.2 * GIB, 10 * GIB),
} as const;

function cardOf(record: WatchRecord): Message {
  const [card] = record.cards;
  if (!card) throw new Error('There is no card');
  return cardMessage(record, card, AROUND);
}

function headerOf({ blocks }: Message): string {
  const [first] = blocks;
  return first?.type === 'header' ? first.text.text : 'no header';
}

describe('the card of a running backup', () => {
  const card = cardOf(seen(BACKUP));

  it('says in one sentence what runs, on which server, and how far it is', () => {
    expect(card.text).toBe('Backup and export of srv1: 42 %, 4.2 of 10 GiB');
  });

  it('shows it, with a bar and Azure’s own word', () => {
    expect(headerOf(card)).toBe('⏳ Backup and export of srv1');
    expect(read(card)).toContain('█████░░░░░░░░░');
    expect(read(card)).toContain('42 %, 4.2 of 10 GiB');
    expect(read(card)).toContain('Azure says `InProgress`');
  });

  it('says since when, and when the next look is', () => {
    expect(read(card)).toContain('*Started*\n<!date^1893549845^');
    expect(read(card)).toContain('*Elapsed*\n1 h');
    expect(read(card)).toContain('*Next look*\n<!date^1893553450^');
  });

  it('says who asked, and where the operation runs', () => {
    expect(read(card)).toContain('asked by <@U0ALICE>');
    expect(read(card)).toContain('prod, westeurope');
    expect(read(card)).toContain(`\`${REFERENCE.operationId}\``);
  });

  it('has its speed, and when it ends at that rate, once these can be told', () => {
    expect(read(card)).not.toContain('/s');
    const { record } = play(seen({ ...BACKUP, work: backup(0, 10 * GIB) }), [
      [MINUTE, snapshotReading({ ...BACKUP, work: backup(GIB, 10 * GIB) })],
    ]);
    expect(read(cardOf(record))).toContain('17.1 MiB/s');
    expect(read(cardOf(record))).toContain('*At this rate*\n<!date^1893554045^');
  });

  it('is drawn even where so little moves that the end lies beyond all calendars', () => {
    const { record } = play(seen({ work: backup(0, 1024 * GIB) }), [
      [10 * MINUTE, snapshotReading({ work: backup(1, 1024 * GIB) })],
    ]);
    expect(cardOf(record).text).toContain('0 %, 0 of 1 TiB');
  });

  it('is named by the label that its asker gave', () => {
    const labelled = begun({ channel: 'C0DBA', askedBy: 'U0ALICE', label: 'nightly <3' });
    expect(read(cardOf(labelled))).toContain('“nightly &lt;3”');
  });
});

describe('the card of another running operation', () => {
  it('shows an import with Azure’s estimate', () => {
    const card = cardOf(
      seen({
        percent: 7,
        serverId: SERVER_ID,
        status: 'Importing',
        work: { kind: 'import', estimatedEndAt: START + HOUR },
      }),
    );
    expect(card.text).toBe('Import from storage of srv1: 7 %');
    expect(read(card)).toContain("*Azure's estimate*\n<!date^1893557045^");
  });

  it('shows Azure’s word where there is nothing else', () => {
    const card = cardOf(seen({ status: 'Pending' }));
    expect(card.text).toBe(`Operation ${REFERENCE.operationId}: Pending`);
    expect(read(card)).toContain('Azure says `Pending`');
    expect(read(card)).not.toContain('░');
  });

  it('shows its steps, and how many more there are', () => {
    const steps = Array.from({ length: 12 }, (_, index) => ({
      name: `Step ${index + 1}`,
      status: 'Succeeded',
      percent: 99.5,
      depth: 0,
    }));
    const text = read(cardOf(seen({ steps })));
    expect(text).toContain('• Step 8: `Succeeded`, 99 %');
    expect(text).not.toContain('Step 9');
    expect(text).toContain('… and 4 more');
  });

  it('shows its steps within 0 and 100 %, too', () => {
    const steps = [
      { name: 'Copy', status: 'Running', percent: 250, depth: 0 },
      { name: 'Check', status: 'Running', percent: -3, depth: 0 },
    ];
    const text = read(cardOf(seen({ steps })));
    expect(text).toContain('• Copy: `Running`, 100 %');
    expect(text).toContain('• Check: `Running`, 0 %');
  });

  it('never shows more than 100 % or less than 0 %', () => {
    expect(cardOf(seen({ percent: 100.00000141201961 })).text).toContain('100 %');
    expect(cardOf(seen({ percent: -5 })).text).toContain(': 0 %');
  });
});

describe('the card of a watch that can’t be read', () => {
  it('says that nothing was seen yet', () => {
    const card = cardOf(begun());
    expect(card.text).toBe(`Operation ${REFERENCE.operationId}: not seen yet`);
  });

  it('says why, since when, and of when the rest is', () => {
    const { record } = play(seen(BACKUP), [
      [MINUTE, failure('forbidden', { explanation: 'I lack Reader on <prod>.' })],
    ]);
    const text = read(cardOf(record));
    expect(text).toMatch(/⚠️ \*Can't read Azure since <!date\^1893553505\^[^>]*>\*/);
    expect(text).toContain('I lack Reader on &lt;prod&gt;.');
    expect(text).toMatch(/What is shown is from <!date\^1893553445\^/);
    expect(text).toContain('42 %');
  });

  it('does not bother people with a single slip', () => {
    const { record } = play(seen(BACKUP), [[MINUTE, failure('transient')]]);
    expect(read(cardOf(record))).not.toContain('⚠️');
  });

  it('says so when Azure does not know the operation for the moment', () => {
    const { record } = play(seen(BACKUP), [[MINUTE, failure('not-found')]]);
    expect(read(cardOf(record))).toContain('⚠️');
    expect(headerOf(cardOf(record))).toBe('⏳ Backup and export of srv1');
  });

  it('is as before once Azure answers again', () => {
    const { record } = play(seen(BACKUP), [
      [MINUTE, failure('forbidden')],
      [2 * MINUTE, snapshotReading(BACKUP)],
    ]);
    expect(read(cardOf(record))).not.toContain('⚠️');
  });
});

describe('the card of an operation that ended', () => {
  const ended = { startedAt: START - HOUR, endedAt: START + HOUR };

  it('says how long a success took, how much it moved, and how fast', () => {
    const { record } = play(seen(BACKUP), [
      [
        2 * HOUR,
        snapshotReading({
          ...BACKUP,
          ...ended,
          status: 'Succeeded',
          work: backup(10 * GIB, 10 * GIB),
        }),
      ],
    ]);
    const card = cardOf(record);
    expect(card.text).toBe(
      '✅ Backup and export of srv1 succeeded after 2 h, 1.4 MiB/s on average.',
    );
    expect(headerOf(card)).toBe('✅ Backup and export of srv1: succeeded');
    for (const fact of ['*Duration*\n2 h', '*Transferred*\n10 GiB', '*Average rate*\n1.4 MiB/s']) {
      expect(read(card)).toContain(fact);
    }
  });

  it('quotes Azure’s error for a failure, the nested ones too', () => {
    const error = [
      { depth: 0, code: 'BackupFailed', message: 'It did not work.' },
      { depth: 1, code: 'NoSpace', message: 'The container is full.' },
    ];
    const { record } = play(seen(BACKUP), [
      [HOUR, snapshotReading({ ...BACKUP, status: 'Failed', percent: 100, error })],
    ]);
    const card = cardOf(record);
    expect(card.text).toBe(
      '❌ Backup and export of srv1 failed after 2 h: BackupFailed: It did not work.',
    );
    expect(headerOf(card)).toBe('❌ Backup and export of srv1: failed');
    expect(read(card)).toContain(
      '>BackupFailed: It did not work.\n>  - NoSpace: The container is full.',
    );
  });

  it('says that Azure gave no reason where it gave none', () => {
    const { record } = play(seen(BACKUP), [[HOUR, snapshotReading({ status: 'Failed' })]]);
    expect(read(cardOf(record))).toContain('Azure gave no reason.');
  });

  it('tells a canceled one from a failure', () => {
    const { record } = play(seen(BACKUP), [
      [HOUR, snapshotReading({ ...BACKUP, status: 'Canceled' })],
    ]);
    expect(cardOf(record).text).toMatch(/^🚫 Backup and export of srv1 was canceled after 2 h/);
  });

  it('says of one that is gone what was seen last, and that the end is not known', () => {
    const { record } = play(
      seen(BACKUP),
      steadily(failure('not-found', { explanation: 'Azure does not know it.' }), {
        from: MINUTE,
        to: 12 * MINUTE,
      }),
    );
    const card = cardOf(record);
    expect(card.text).toMatch(
      /^❔ Backup and export of srv1: Azure no longer keeps the result; last seen at 42 %, 4.2 of 10 GiB, <!date\^/,
    );
    expect(read(card)).toContain(
      'Azure does not know it. Last seen: 42 %, 4.2 of 10 GiB at <!date^',
    );
    expect(read(card)).toContain('How the operation ended is not known');
    expect(read(card)).not.toContain('failed');
  });

  it('has no next look', () => {
    const { record } = play(seen(BACKUP), [[HOUR, snapshotReading({ status: 'Succeeded' })]]);
    expect(read(cardOf(record))).not.toContain('Next look');
  });
});

describe('the card of a channel that stopped watching', () => {
  const stopped = stopCard(seen(BACKUP), 'C0DBA', 'U0BOB', START)?.record ?? begun();

  it('says who stopped it, and that the operation goes on', () => {
    expect(cardOf(stopped).text).toBe('⏹️ Backup and export of srv1: no longer watched here.');
    expect(read(cardOf(stopped))).toContain(
      '<@U0BOB> stopped watching here. The operation itself goes on; last seen: 42 %, 4.2 of 10 GiB at <!date^',
    );
  });

  it('says the same whatever becomes of the operation', () => {
    const error = [{ depth: 0, code: 'BackupFailed' }];
    const { record } = play({ ...stopped, outcome: { verdict: 'running' } }, [
      [HOUR, snapshotReading({ ...BACKUP, status: 'Failed', error })],
    ]);
    expect(cardOf(record).text).toBe(cardOf(stopped).text);
    expect(read(cardOf(record))).not.toContain('BackupFailed');
  });
});

describe('a card’s buttons', () => {
  it('refresh and stop a watch that runs, and open its server’s page', () => {
    const all = buttons(cardOf(seen(BACKUP)));
    expect(Object.keys(all)).toEqual(['Refresh now', 'Stop watching', 'Open in Azure portal']);
    expect(all['Refresh now']).toMatchObject({ action_id: 'refresh', value: 'w1-1' });
    expect(all['Stop watching']).toMatchObject({ action_id: 'stop', value: 'w1-1' });
    expect(all['Open in Azure portal']).toMatchObject({
      action_id: 'link-portal',
      url: `https://portal.azure.com/#@/resource${SERVER_ID}`,
    });
  });

  it('ask before they stop, and say that the operation goes on', () => {
    expect(buttons(cardOf(seen()))['Stop watching']?.confirm).toMatchObject({
      text: { text: expect.stringContaining('The operation itself goes on.') },
      deny: { text: 'Keep watching' },
    });
  });

  it('lead nowhere where the server is not known', () => {
    expect(Object.keys(buttons(cardOf(seen())))).toEqual(['Refresh now', 'Stop watching']);
    const hostile = seen({ serverId: 'javascript:alert(1)' });
    expect(Object.keys(buttons(cardOf(hostile)))).toEqual(['Refresh now', 'Stop watching']);
  });

  it('are gone once there is nothing to refresh or stop', () => {
    const { record } = play(seen(BACKUP), [
      [HOUR, snapshotReading({ ...BACKUP, status: 'Succeeded' })],
    ]);
    expect(Object.keys(buttons(cardOf(record)))).toEqual(['Open in Azure portal']);
    const { record: bare } = play(seen(), [[HOUR, snapshotReading({ status: 'Succeeded' })]]);
    expect(cardOf(bare).blocks.map(({ type }) => type)).not.toContain('actions');
  });
});

describe('any card', () => {
  it('looks the same when it is drawn twice', () => {
    const record = seen(BACKUP);
    expect(cardOf(record)).toEqual(cardOf(structuredClone(record)));
  });

  it('pings nobody by what comes from outside', () => {
    const evil = '<!channel> <@U0BOB> &';
    const label = { channel: 'C0DBA', askedBy: 'U0ALICE', label: evil };
    const record: WatchRecord = {
      ...begun(label),
      reference: { subscriptionId: evil, location: evil, operationId: evil },
    };
    const given = {
      serverId: `/a/b/${evil}`,
      status: evil,
      steps: [{ name: evil, status: evil, depth: 0 }],
      error: [{ depth: 0, code: evil, message: evil }],
    };
    const lives: readonly WatchRecord[] = [
      record,
      play(record, [[0, snapshotReading(given)]]).record,
      play(record, [[0, snapshotReading({ ...given, status: 'Failed' })]]).record,
      play(record, [[0, failure('forbidden', { explanation: evil })]]).record,
      play(record, [[5 * SECOND, failure('unsupported', { explanation: evil })]]).record,
    ];
    for (const each of lives) {
      expect(markup(cardOf(each)).flatMap(foreignMarkup)).toEqual([]);
    }
  });
});
