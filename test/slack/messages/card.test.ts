import { describe, expect, it } from 'vitest';
import { cardMessage } from '../../../src/slack/messages/card.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import { lookOf } from '../../../src/telling/look-of.ts';
import { stopCard } from '../../../src/watch/stop-card.ts';
import type { LiveWatch, WatchRecord } from '../../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../../names.ts';
import {
  abandoned,
  backup,
  begun,
  begunInTwoChannels,
  blind,
  endedOtherwise,
  failure,
  GIB,
  gone,
  HOUR,
  MINUTE,
  play,
  REFERENCE,
  SECOND,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
  stalled,
  steadily,
} from '../../watch/build-record.ts';
import { live } from '../../watch/live.ts';
import { AROUND, buttons, foreignMarkup, markup, read } from './read-message.ts';

const RUNNING_BUTTONS = ['Refresh', 'Stop watching', 'Tell me at the end'];

/** What stands in the menu behind the buttons. */
function menuOf({ blocks }: Message) {
  const elements = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return elements.flatMap((element) => (element.type === 'overflow' ? element.options : []));
}

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
    expect(card.text).toBe('Backup of srv1: 42 %, 4.2 of 10 GiB');
  });

  it('shows it, with a bar and Azure’s own word', () => {
    expect(headerOf(card)).toBe('⏳ Backup of srv1');
    expect(read(card)).toContain('█████░░░░░░░░░');
    expect(read(card)).toContain('*42 %*, 4.2 of 10 GiB\n');
  });

  it('says for how long it has run, and of when that is', () => {
    expect(read(card)).toContain('running for 1 h · as of <!date^1893553445^');
  });

  it('says who asked, and where the operation runs', () => {
    expect(read(card)).toContain('asked by <@U0ALICE>');
    expect(read(card)).toContain('prod, West Europe');
    expect(read(card)).toMatch(new RegExp(`\n${REFERENCE.operationId}$`));
  });

  it('has its speed now and on average, and from when to when it may end, once these can be told', () => {
    expect(read(card)).not.toContain('/s');
    const started = { ...BACKUP, startedAt: START };
    const at = (percent: number) =>
      snapshotReading({ ...started, percent, work: backup((percent / 10) * GIB, 10 * GIB) });
    const { record } = play(
      seen({ ...started, percent: 0, work: backup(0, 10 * GIB) }),
      Array.from({ length: 25 }, (_, minute) => [(minute + 1) * MINUTE, at(2 * (minute + 1))]),
    );
    const shown = read(cardOf(record));
    expect(shown).toContain('*50 %*, 5 of 10 GiB\n3.4 MiB/s\n');
    expect(shown).toMatch(/^Done <!date\^(\d+)\^[^>]*> to <!date\^(\d+)\^[^>]*>, in \d+ min/m);
    const [, from, to] = /Done <!date\^(\d+)\^[^>]*> to <!date\^(\d+)\^/.exec(shown) ?? [];
    expect(Number(from) * 1000).toBeGreaterThan(START + 40 * MINUTE);
    expect(Number(from) * 1000).toBeLessThan(START + 50 * MINUTE);
    expect(Number(to) * 1000).toBeGreaterThan(START + 50 * MINUTE);
    expect(Number(to) * 1000).toBeLessThan(START + 80 * MINUTE);
  });

  it('tells the average beside the speed where that differs', () => {
    const started = { ...BACKUP, startedAt: START - HOUR };
    const { record } = play(seen({ ...started, work: backup(0, 10 * GIB) }), [
      [MINUTE, snapshotReading({ ...started, work: backup(GIB, 10 * GIB) })],
    ]);
    expect(read(cardOf(record))).toContain('\n17 MiB/s, 290 KiB/s on average\n');
  });

  it('says how long it takes as a rule', () => {
    const usual: [number, number] = [22 * 60, 41 * 60];
    const record = { ...seen(BACKUP), earlier: { runs: 7, usual } };
    expect(read(cardOf(record))).toContain('\nUsually 22–41 min (7 runs)\n');
  });

  it('says that it is overdue where its server’s earlier runs took less long', () => {
    const likely: [number, number] = [20 * 60, 48 * 60];
    const record = { ...seen(BACKUP), earlier: { runs: 7, usual: likely, likely } };
    expect(read(cardOf(record))).toContain('*Overdue* by 10 min, by its earlier runs');
  });

  it('is drawn even where so little moves that the end lies beyond all calendars', () => {
    const { record } = play(seen({ work: backup(0, 1024 * GIB) }), [
      [10 * MINUTE, snapshotReading({ work: backup(1, 1024 * GIB) })],
    ]);
    expect(cardOf(record).text).toContain('0 %, 0 of 1 TiB');
  });

  it('is named by the label that its asker gave', () => {
    const labelled = begun({
      channel: channelNamed('C0DBA'),
      askedBy: userNamed('U0ALICE'),
      label: 'nightly <3',
    });
    expect(read(cardOf(labelled))).toContain('⏳ nightly <3\n');
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
    expect(card.text).toBe('Import into srv1: 7 %');
    expect(read(card)).toMatch(/^Azure expects it to end <!date\^1893557045\^[^>]+>, in 1 h$/m);
  });

  it.each(['CancelInProgress', 'Canceling', 'Cancelling'])('is being canceled: %s', (status) => {
    const work = { kind: 'import', estimatedEndAt: START + HOUR } as const;
    const card = cardOf(seen({ ...BACKUP, status, work }));
    expect(headerOf(card)).toBe('⏳ Import into srv1: being canceled');
    expect(card.text).toBe('Import into srv1: being canceled, 42 %');
    expect(read(card)).not.toContain('expects it to end');
  });

  it('shows Azure’s word where there is nothing else', () => {
    const card = cardOf(seen({ status: 'Pending' }));
    expect(card.text).toBe('Operation aaaaaaaa: Pending');
    expect(read(card)).toContain('Azure says *Pending*');
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
    expect(text).toContain('• Step 8: Succeeded, 99 %');
    expect(text).not.toContain('Step 9');
    expect(text).toContain('… and 4 more');
    expect(read(cardOf(seen({ steps, moreSteps: 339_950 })))).toContain('… and 339954 more');
  });

  it('shows its steps within 0 and 100 %, too', () => {
    const steps = [
      { name: 'Copy', status: 'Running', percent: 250, depth: 0 },
      { name: 'Check', status: 'Running', percent: -3, depth: 0 },
    ];
    const text = read(cardOf(seen({ steps })));
    expect(text).toContain('• Copy: Running, 100 %');
    expect(text).toContain('• Check: Running, 0 %');
  });

  it('never shows more than 100 % or less than 0 %', () => {
    expect(cardOf(seen({ percent: 100.00000141201961 })).text).toContain('100 %');
    expect(cardOf(seen({ percent: -5 })).text).toContain(': 0 %');
  });
});

describe('the card of a watch that can’t be read', () => {
  it('says that nothing was seen yet', () => {
    const card = cardOf(begun());
    expect(card.text).toBe('Operation aaaaaaaa: not seen yet');
  });

  it('says why, since when, and of when the rest is', () => {
    const { record } = play(seen(BACKUP), [
      [MINUTE, failure('forbidden', { explanation: 'I lack Reader on <prod>.' })],
    ]);
    const text = read(cardOf(record));
    expect(text).toMatch(/⚠️ \*Can’t read Azure\* since <!date\^1893553505\^[^>]*>:/);
    expect(text).toContain('I lack Reader on <prod>.');
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
    expect(headerOf(cardOf(record))).toBe('⏳ Backup of srv1');
  });

  it('is as before once Azure answers again', () => {
    const { record } = play(seen(BACKUP), [
      [MINUTE, failure('forbidden')],
      [2 * MINUTE, snapshotReading(BACKUP)],
    ]);
    expect(read(cardOf(record))).not.toContain('⚠️');
  });
});

describe('the card of a watch with a condition', () => {
  it('shows at a glance that it can’t be read, says why, and keeps what was seen', () => {
    const card = cardOf(blind(BACKUP, 'Azure could not be reached.'));
    expect(headerOf(card)).toBe('🙈 Backup of srv1');
    expect(card.text).toBe(
      'Backup of srv1: can’t read Azure at the moment, last seen at 42 %, 4.2 of 10 GiB.',
    );
    expect(read(card)).toContain('Azure could not be reached.');
    expect(read(card)).toContain('This says nothing about the operation itself; I keep looking.');
    expect(read(card)).toContain('*42 %*, 4.2 of 10 GiB');
  });

  it('shows at a glance that it does not move, and since when', () => {
    const card = cardOf(stalled(BACKUP));
    expect(headerOf(card)).toBe('🐢 Backup of srv1');
    expect(card.text).toMatch(
      /^Backup of srv1: 42 %, 4\.2 of 10 GiB; no progress since <!date\^1893553445\^[^>]+>$/,
    );
    expect(read(card)).toMatch(
      /🐢 \*No progress\* since <!date\^1893553445\^[^*]+\. Azure still calls it running\./,
    );
  });

  it('shows at a glance that it is overdue, and when it was to end', () => {
    const ends = { ...BACKUP, work: { kind: 'import', estimatedEndAt: START - HOUR } } as const;
    const card = cardOf(seen({ ...ends, startedAt: START - 5 * HOUR }));
    expect(headerOf(card)).toBe('⏳ Import into srv1');
    const late = cardOf(seen({ ...ends, startedAt: START - 1.5 * HOUR }));
    expect(headerOf(late)).toBe('⏰ Import into srv1');
    expect(late.text).toBe('Import into srv1: 42 %; overdue');
    expect(read(late)).toMatch(/⏰ \*Overdue\*: it was expected to end <!date\^1893549845\^/);
  });

  it('shows the worst sign, and all that is odd', () => {
    const work = { kind: 'import', estimatedEndAt: START - 24 * HOUR } as const;
    const card = cardOf(stalled({ ...BACKUP, work }));
    expect(headerOf(card)).toMatch(/^🐢/);
    expect(card.text).toMatch(/; no progress since <!date[^>]+>; overdue$/);
    expect(read(card)).toContain('*No progress*');
    expect(read(card)).toContain('*Overdue*');
  });

  it('can be refreshed and stopped all the same', () => {
    for (const record of [blind(), stalled()]) {
      expect(Object.keys(buttons(cardOf(record)))).toEqual(RUNNING_BUTTONS);
    }
  });

  it('is as before once the condition is over', () => {
    for (const record of [blind(BACKUP), stalled(BACKUP)]) {
      const given = { ...BACKUP, percent: 43 };
      const card = cardOf(play(record, [[16 * MINUTE, snapshotReading(given)]]).record);
      expect(headerOf(card)).toBe('⏳ Backup of srv1');
      expect(read(card)).not.toMatch(/[🙈🐢⏰⚠]/u);
    }
  });

  it('shows none once it has ended', () => {
    const end = snapshotReading({ ...BACKUP, status: 'Succeeded' });
    const card = cardOf(play(stalled(BACKUP), [[16 * MINUTE, end]]).record);
    expect(headerOf(card)).toBe('✅ Backup of srv1 succeeded');
    expect(read(card)).not.toContain('No progress');
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
    expect(card.text).toBe('✅ Backup of srv1 succeeded after 2 h, 1.4 MiB/s on average.');
    expect(headerOf(card)).toBe('✅ Backup of srv1 succeeded');
    expect(read(card)).toMatch(
      /^10 of 10 GiB · after 2 h · 1\.4 MiB\/s on average\nended <!date[^>]+>$/m,
    );
  });

  it('says why it failed, the innermost error first', () => {
    const error = [
      { depth: 0, code: 'BackupFailed', message: 'It did not work.' },
      { depth: 1, code: 'NoSpace', message: 'The container is full.' },
    ];
    const { record } = play(seen(BACKUP), [
      [HOUR, snapshotReading({ ...BACKUP, status: 'Failed', percent: 100, error })],
    ]);
    const card = cardOf(record);
    expect(card.text).toBe(
      '❌ Backup of srv1 failed at 100 % after 2 h: NoSpace: The container is full.',
    );
    expect(headerOf(card)).toBe('❌ Backup of srv1 failed at 100 %');
    expect(read(card)).toContain('NoSpace: The container is full.\nBackupFailed: It did not work.');
  });

  it('says what to try, and who looks after it', () => {
    const error = [{ depth: 0, code: 'AuthorizationPermissionMismatch', message: 'No.' }];
    const { record } = play(seen(BACKUP), [
      [HOUR, snapshotReading({ ...BACKUP, status: 'Failed', error })],
    ]);
    const [card] = record.cards;
    if (!card) throw new Error('There is no card');
    const taken = { acknowledged: { by: userNamed('U0BOB'), at: START } };
    const text = read(cardMessage(record, card, AROUND, taken));
    expect(text).toMatch(/^\*Try:\* Give it the missing permission/m);
    expect(text).toMatch(/^👍 <@U0BOB> looks after it since <!date\^1893553445/m);
  });

  it('says that Azure gave no reason where it gave none', () => {
    const { record } = play(seen(BACKUP), [[HOUR, snapshotReading({ status: 'Failed' })]]);
    expect(read(cardOf(record))).toContain('Azure gave no reason.');
  });

  it('shows an end that is neither success nor failure in Azure’s own word', () => {
    const error = [{ depth: 0, code: 'TableSkipped', message: '3 of 40 tables were skipped.' }];
    const card = cardOf(endedOtherwise({ error }));
    expect(card.text).toMatch(
      /^❗ Operation \S+: Azure gives it an end and calls it “PartiallySucceeded”.*TableSkipped/,
    );
    expect(read(card)).toContain('calls it “PartiallySucceeded”. That is neither');
    expect(read(card)).toContain('3 of 40 tables were skipped.');
    expect(read(card)).not.toMatch(/failed|succeeded/);
  });

  it('shows such an end before it counts, and that there is one more look', () => {
    const odd = snapshotReading({ status: 'Faulted', endedAt: START });
    const card = cardOf(play(seen(), [[MINUTE, odd]]).record);
    expect(card.text).toContain('calls it “Faulted”; I look once more.');
    expect(buttons(card)).toHaveProperty('Refresh');
  });

  it('tells a canceled one from a failure', () => {
    const { record } = play(seen(BACKUP), [
      [HOUR, snapshotReading({ ...BACKUP, status: 'Canceled' })],
    ]);
    expect(cardOf(record).text).toMatch(/^🚫 Backup of srv1 was canceled at 42 % after 2 h/);
  });

  it('says of one that is gone what was seen last, and that the end is not known', () => {
    const card = cardOf(gone(BACKUP, 'Azure does not know it.'));
    expect(card.text).toMatch(
      /^❔ Backup of srv1: Azure no longer keeps the result; last seen at 42 %, 4\.2 of 10 GiB, <!date\^1893553445\^/,
    );
    expect(headerOf(card)).toBe('❔ Backup of srv1: no longer known to Azure');
    expect(read(card)).toContain('Azure does not know it. Last seen: 42 %, 4.2 of 10 GiB, <!date^');
    expect(read(card)).toContain('How the operation ended is not known');
    expect(read(card)).not.toContain('failed');
  });

  it('says of one that was given up for how long it was watched, and that it may still run', () => {
    const card = cardOf(abandoned(BACKUP));
    expect(card.text).toMatch(
      /^⌛ Backup of srv1: I stopped watching after 1 h, before it ended; last seen at 42 %/,
    );
    expect(headerOf(card)).toBe('⌛ Backup of srv1: watch given up');
    expect(read(card)).toContain('I stopped watching after 1 h, as long as I may.');
    expect(read(card)).toContain('may still be running: *Watch again* goes on watching it.');
    expect(read(card)).not.toContain('failed');
  });
});

describe('the card of a channel that stopped watching', () => {
  const stopped =
    stopCard(seen(BACKUP), channelNamed('C0DBA'), userNamed('U0BOB'), START)?.record ?? begun();

  it('says who stopped it, and that the operation goes on', () => {
    expect(cardOf(stopped).text).toBe('⏹️ Backup of srv1: no longer watched here.');
    expect(read(cardOf(stopped))).toContain(
      '<@U0BOB> stopped watching here. The operation itself goes on; last seen: 42 %, 4.2 of 10 GiB, <!date^',
    );
  });

  it('says the same whatever becomes of the operation', () => {
    const error = [{ depth: 0, code: 'BackupFailed' }];
    const both = play(begunInTwoChannels(), [[0, snapshotReading(BACKUP)]]).record;
    const onlyHere =
      stopCard(both, channelNamed('C0DBA'), userNamed('U0BOB'), START)?.record ?? begun();
    const { record } = play(onlyHere, [
      [HOUR, snapshotReading({ ...BACKUP, status: 'Failed', error })],
    ]);
    expect(cardOf(record).text).toBe(cardOf(stopped).text);
    expect(read(cardOf(record))).not.toContain('BackupFailed');
  });
});

describe('a card’s buttons', () => {
  it('refresh and stop a watch that runs, and open its server’s page', () => {
    const all = buttons(cardOf(seen(BACKUP)));
    expect(Object.keys(all)).toEqual(RUNNING_BUTTONS);
    expect(all['Refresh']).toMatchObject({ action_id: 'refresh', value: 'w1-1' });
    expect(all['Stop watching']).toMatchObject({ action_id: 'stop', value: 'w1-1' });
    expect(all['Tell me at the end']).toMatchObject({ action_id: 'tell-me', value: 'w1-1' });
    expect(menuOf(cardOf(seen(BACKUP)))).toMatchObject([
      { text: { text: 'Turn notes off' }, value: 'notes-off/w1-1' },
      {
        text: { text: 'Azure portal' },
        url: `https://portal.azure.com/#@/resource${SERVER_ID}`,
      },
      { text: { text: 'Copy for support' }, value: 'support/w1-1' },
    ]);
  });

  it('ask before they stop, and say what that comes to', () => {
    const confirm = buttons(cardOf(seen()))['Stop watching']?.confirm;
    expect(confirm?.text.text).toContain('on-call is not called either');
    expect(confirm?.text.text).toContain('The operation itself goes on.');
    expect(confirm?.deny?.text).toBe('Keep watching');
  });

  it('show what people have wished for', () => {
    const [card] = seen().cards;
    if (!card) throw new Error('There is no card');
    const wished = { ...card, tellAlso: [userNamed('U0BOB'), userNamed('U0CAROL')], isQuiet: true };
    const shown = cardOf({ ...seen(), cards: [wished] });
    expect(read(shown)).toContain('🔔 Told at the end, too: <@U0BOB>, <@U0CAROL>');
    expect(read(shown)).toContain('🔕 Notes are off.');
    expect(menuOf(shown)).toMatchObject([{ value: 'notes-on/w1-1' }, { value: 'support/w1-1' }]);
    expect(read(cardOf(seen()))).not.toMatch(/🔔|🔕/);
  });

  it('lead nowhere where the server is not known', () => {
    expect(Object.keys(buttons(cardOf(seen())))).toEqual(RUNNING_BUTTONS);
    const hostile = seen({ serverId: 'javascript:alert(1)' });
    expect(Object.keys(buttons(cardOf(hostile)))).toEqual(RUNNING_BUTTONS);
  });

  it('are others once there is nothing to refresh or stop', () => {
    const end = (status: string) => [[HOUR, snapshotReading({ ...BACKUP, status })]] as const;
    const [succeeded, failed] = ['Succeeded', 'Failed'].map(
      (status) => play(seen(BACKUP), end(status)).record,
    );
    for (const record of [succeeded, failed, abandoned(BACKUP), gone(BACKUP)]) {
      if (!record) throw new Error('There is no record');
      const all = buttons(cardOf(record));
      const support = record === succeeded ? [] : ['Copy for support'];
      expect(Object.keys(all)).toEqual(['Watch again', 'Azure portal', ...support]);
      expect(all['Watch again']).toMatchObject({ action_id: 'watch-again', value: 'w1-1' });
    }
  });

  it('let somebody watch again what was stopped', () => {
    const stopped = stopCard(seen(), channelNamed('C0DBA'), userNamed('U0BOB'), START)?.record;
    expect(Object.keys(buttons(cardOf(stopped ?? seen())))).toEqual(['Watch again']);
  });
});

describe('a card while nothing but time passes', () => {
  /** The same watch after a few more looks that found nothing new. */
  function later(record: LiveWatch, ms: number): LiveWatch {
    return {
      ...record,
      reads: record.reads + 3,
      intervalMs: record.intervalMs + 10 * SECOND,
      lastReadAt: (record.lastReadAt ?? START) + ms,
      nextReadAt: record.nextReadAt + ms,
      unmovedMs: record.unmovedMs + ms,
      watchedMs: record.watchedMs + ms,
      ...(record.latest && { latest: { ...record.latest, at: record.latest.at + ms } }),
    };
  }

  const soon = snapshotReading({ ...BACKUP, work: backup(42.3 * GIB, 100 * GIB) });
  const moving = live(
    play(seen({ ...BACKUP, work: backup(0, 100 * GIB) }), [[10 * MINUTE, soon]]).record,
  );
  const late = { kind: 'import', estimatedEndAt: START - 24 * HOUR } as const;

  it.each([
    ['is waited for', begun()],
    ['has just begun', seen({ ...BACKUP, startedAt: START - 2 * SECOND })],
    ['has run for an hour', seen(BACKUP)],
    ['has a rate and an estimate', moving],
    ['does not move', stalled(BACKUP)],
    ['is overdue', seen({ ...BACKUP, work: late, startedAt: START - 50 * HOUR })],
  ])('looks the same a few seconds later: one that %s', (_, record) => {
    expect(lookOf(cardOf(later(record, 4 * SECOND)))).toBe(lookOf(cardOf(record)));
  });

  it('looks the same a few seconds later: one that can’t be read', () => {
    const record = blind(BACKUP);
    const { latest: _seen, ...looks } = later(record, 4 * SECOND);
    expect(lookOf(cardOf({ ...record, ...looks }))).toBe(lookOf(cardOf(record)));
  });

  it('changes a few dozen times in its first two hours, and still shows that it lives', () => {
    const still = steadily(snapshotReading({ ...BACKUP, startedAt: START }), {
      from: 10 * SECOND,
      to: 2 * HOUR,
    });
    const looks = new Set<string>();
    let record = seen({ ...BACKUP, startedAt: START });
    for (const step of still) {
      record = live(play(record, [step]).record);
      looks.add(lookOf(cardOf(record)));
    }
    expect(still.length).toBeGreaterThan(700);
    expect(looks.size).toBeGreaterThan(20);
    expect(looks.size).toBeLessThan(70);
  });
});

describe('any card', () => {
  it('looks the same when it is drawn twice', () => {
    const record = seen(BACKUP);
    expect(cardOf(record)).toEqual(cardOf(structuredClone(record)));
  });

  it('pings nobody by what comes from outside', () => {
    const evil = '<!channel> <@U0BOB> &';
    const label = { channel: channelNamed('C0DBA'), askedBy: userNamed('U0ALICE'), label: evil };
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
