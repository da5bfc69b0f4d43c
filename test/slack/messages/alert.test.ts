import { describe, expect, it } from 'vitest';
import { flattenErrorTree } from '../../../src/azure/error-lines.ts';
import { TABLE_ERRORS } from '../../../src/sandbox/page/stories/table-errors.ts';
import { alertMessage } from '../../../src/slack/messages/alert.ts';
import { alertDetailsMessage } from '../../../src/slack/messages/alert-details.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import type { Snapshot } from '../../../src/watch/snapshot.ts';
import { channelNamed, userNamed } from '../../names.ts';
import {
  abandoned,
  backup,
  begun,
  begunInTwoChannels,
  DBA,
  endedOtherwise,
  GIB,
  gone,
  joined,
  MINUTE,
  play,
  REFERENCE,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
} from '../../watch/build-record.ts';
import { AROUND, buttons, foreignMarkup, markup, read } from './read-message.ts';

const LINK = 'https://slack.example.com/archives/C0DBA/p1';
const ERROR = [
  { depth: 0, code: 'BackupFailed', message: 'It did not work.' },
  { depth: 1, code: 'NoSpace', message: 'The container is full.' },
];
const ACKNOWLEDGED = { by: userNamed('U0BOB'), at: START };
const BACKUP = {
  serverId: SERVER_ID,
  startedAt: START - 60 * MINUTE,
  work: { kind: 'backup' },
} as const;

function failed(given: Partial<Snapshot> = {}, before = seen(BACKUP)) {
  const reading = snapshotReading(
    { ...BACKUP, status: 'Failed', error: ERROR, ...given },
    { trace: { requestId: 'req-1', correlationId: 'cor-1' } },
  );
  return play(before, [[MINUTE, reading]]).record;
}

describe('an alert', () => {
  it('calls whom the settings name, in what is shown and in the notification', () => {
    const alert = alertMessage(failed(), LINK, AROUND);
    expect(alert.text).toBe(
      '🚨 <!subteam^S0DBAS> Backup of srv1 failed after 1 h 1 min: NoSpace: The container is full.',
    );
    expect(read(alert)).toContain('<!subteam^S0DBAS> Azure gives this reason:');
  });

  it('calls nobody where the settings name nobody', () => {
    const alert = alertMessage(failed(), LINK, { ...AROUND, oncallMention: undefined });
    expect(alert.text).toMatch(/^🚨 Backup of srv1/);
    expect(read(alert)).not.toContain('subteam');
  });

  it('says in this order what happened, why, what to do, what can be pressed, the facts, the id', () => {
    const error = [
      { depth: 0, code: 'BackupFailed', message: 'It did not work.' },
      ...['a', 'b'].flatMap((name) => [
        { depth: 1, code: 'TableExportFailed', message: `Table ${name} broke off.` },
        { depth: 2, code: 'AuthorizationPermissionMismatch', message: 'Not authorized.' },
      ]),
    ];
    const half = { ...BACKUP, percent: 43, work: backup(52 * GIB, 120 * GIB) };
    const nothing = { ...BACKUP, percent: 0, work: backup(0, 120 * GIB) };
    const before = seen(half, begun({ ...DBA, label: 'nightly export' }));
    const alert = alertMessage(failed({ ...nothing, error }, before), LINK, {
      ...AROUND,
      runbookLink: (code) => `https://wiki.example.com/${code}`,
    });
    expect(read(alert).split('\n')).toEqual([
      '🚨 nightly export failed at 43 %',
      '<!subteam^S0DBAS> The SAS token or role for the storage account lacks a permission.',
      'AuthorizationPermissionMismatch: Not authorized. (2 tables)',
      expect.stringMatching(
        /^\*Try:\* Give it .* <https:\/\/learn\.microsoft\.com\/\S+\|Microsoft’s page> · <https:\/\/wiki\.example\.com\/AuthorizationPermissionMismatch\|your runbook>$/,
      ),
      ...['Acknowledge', 'Snooze 1 h', 'Done', 'Snooze 4 h', 'Snooze until 08:00'],
      ...['Open the card', 'Azure portal'],
      '52 of 120 GiB · after 1 h 1 min · hits 2 tables',
      ...['Backup of srv1 · prod, West Europe', 'asked by <@U0ALICE>'],
      REFERENCE.operationId,
    ]);
    expect(alert.text).toBe(
      '🚨 <!subteam^S0DBAS> nightly export (backup of srv1) failed at 43 % after 1 h 1 min: ' +
        'AuthorizationPermissionMismatch: Not authorized. (2 tables)',
    );
  });

  it('has a runbook for what nobody else knows, too, and nothing to try without', () => {
    const error = [{ depth: 0, code: 'OurOwnTrouble', message: 'x' }];
    const runbookLink = (code: string) => `https://wiki.example.com/${code}?a=1&b=2`;
    expect(read(alertMessage(failed({ error }), LINK, { ...AROUND, runbookLink }))).toContain(
      '<https://wiki.example.com/OurOwnTrouble?a=1&amp;b=2|Your runbook>',
    );
    expect(read(alertMessage(failed({ error }), LINK, AROUND))).not.toMatch(/Try|runbook/);
  });

  it('shortens a long reason: the whole stands in its thread', () => {
    const message = 'why '.repeat(1000);
    const text = read(alertMessage(failed({ error: [{ depth: 0, message }] }), LINK, AROUND));
    expect(text).toContain('why…');
    expect(text.length).toBeLessThan(700);
  });

  it('says so where Azure gave no reason', () => {
    const record = play(seen(BACKUP), [[MINUTE, snapshotReading({ ...BACKUP, status: 'Failed' })]]);
    expect(read(alertMessage(record.record, LINK, AROUND))).toContain(
      'Azure gave no reason. Please look.',
    );
  });

  it('has no percentage where Azure tells but the 0 to which it sets a failure back', () => {
    const alert = alertMessage(failed({ percent: 0 }), LINK, AROUND);
    expect(read(alert)).toContain('🚨 Backup of srv1 failed\n');
  });

  it('believes a failure that stands at 100 %', () => {
    const alert = alertMessage(failed({ percent: 100 }), LINK, AROUND);
    expect(read(alert)).toContain('🚨 Backup of srv1 failed at 100 %\n');
  });

  it('does not call an operation failed that Azure only forgot', () => {
    const alert = alertMessage(gone(BACKUP), LINK, AROUND);
    expect(alert.text).toContain('Backup of srv1: Azure no longer keeps the result;');
    expect(read(alert)).toContain('How it ended is not known');
    expect(read(alert)).not.toMatch(/failed|no reason/);
  });

  it('asks to look at an end that is neither success nor failure, in Azure’s word', () => {
    const error = [{ depth: 0, code: 'TableSkipped', message: '3 of 40 tables were skipped.' }];
    const alert = alertMessage(endedOtherwise({ error }), LINK, AROUND);
    expect(alert.text).toMatch(/^🚨 <!subteam\^S0DBAS> /);
    expect(alert.text).toContain('Azure gives it an end and calls it “PartiallySucceeded”');
    expect(read(alert)).toContain(
      'Azure gives it an end and calls it “PartiallySucceeded”: please look.',
    );
    expect(read(alert)).toContain('3 of 40 tables were skipped.');
    expect(read(alert)).not.toMatch(/failed|succeeded/);
  });

  it('has no reason to miss in an end that may be a good one', () => {
    const alert = alertMessage(endedOtherwise({ endedAt: undefined }), LINK, AROUND);
    expect(read(alert)).toContain('Azure calls it “PartiallySucceeded”, which sounds like an end');
    expect(read(alert)).not.toContain('no reason');
  });

  it('calls somebody for what may have cost data: a failure, or an end that nobody knows', () => {
    for (const record of [failed(), gone(BACKUP)]) {
      expect(alertMessage(record, LINK, AROUND).text).toMatch(/^🚨 <!subteam\^S0DBAS> /);
    }
  });

  it('calls nobody for one that was canceled, or was watched for as long as may be', () => {
    const { record } = play(seen(BACKUP), [
      [MINUTE, snapshotReading({ ...BACKUP, status: 'Canceled' })],
    ]);
    for (const each of [record, abandoned(BACKUP)]) {
      const alert = alertMessage(each, LINK, AROUND);
      expect(markup(alert).join()).not.toContain('subteam');
      expect(read(alert)).not.toMatch(/failed|no reason/);
    }
    expect(read(alertMessage(record, LINK, AROUND))).toContain(
      'Azure says that this operation was canceled.',
    );
    expect(read(alertMessage(abandoned(BACKUP), LINK, AROUND))).toContain(
      'I stopped watching this operation after 1 h, before it ended. It may still be running: please look.',
    );
  });

  it('leads to the card and to the server', () => {
    const all = buttons(alertMessage(failed(), LINK, AROUND));
    expect(all['Open the card']?.url).toBe(LINK);
    expect(all['Azure portal']?.url).toContain(SERVER_ID);
  });

  it('does without links that are not known', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ status: 'Failed' })]]);
    const alert = alertMessage(record, undefined, AROUND);
    expect(Object.keys(buttons(alert))).toEqual(['Acknowledge', 'Snooze 1 h', 'Done']);
    const acknowledged = { ...ACKNOWLEDGED, done: '' };
    const done = alertMessage(record, undefined, AROUND, { acknowledged });
    expect(done.blocks.map(({ type }) => type)).not.toContain('actions');
  });

  it('names everybody who asked, once, and the other labels', () => {
    const nightly = {
      channel: channelNamed('C0OPS'),
      askedBy: userNamed('U0ALICE'),
      label: 'nightly',
    };
    const record = joined(joined(begunInTwoChannels(), nightly).record, {
      channel: channelNamed('C0SRE'),
      askedBy: userNamed('U0BOB'),
      label: 'weekly',
    }).record;
    const text = read(alertMessage(failed({}, record), LINK, AROUND));
    expect(text).toContain('🚨 nightly failed');
    expect(text).toContain(
      'Backup of srv1 · “weekly” · prod, West Europe\nasked by <@U0ALICE>, <@U0BOB>',
    );
  });

  it('shows what Azure writes letter for letter', () => {
    const message = "Table `_tmp_orders_` and *all* of ~old~ failed, :key: too: 'a' < b & c";
    const alert = alertMessage(failed({ error: [{ depth: 0, message }] }), LINK, AROUND);
    expect(read(alert)).toContain(message);
    expect(markup(alert).slice(1).join('\n')).not.toMatch(/_tmp|all|~|key/);
  });

  it('pings nobody by what comes from outside', () => {
    const evil = `<!channel> <@U0BOB> & ${'x'.repeat(1500)}`;
    const record = {
      ...failed({ serverId: `/x/${evil}`, error: [{ depth: 0, code: evil, message: evil }] }),
      reference: { subscriptionId: evil, location: evil, operationId: evil },
    };
    for (const message of [alertMessage(record, LINK, AROUND), alertDetailsMessage(record)]) {
      expect(markup(message).flatMap(foreignMarkup)).toEqual([]);
    }
  });
});

describe('an alert’s acknowledgement', () => {
  it('is given by a button that names the alert', () => {
    const all = buttons(alertMessage(failed(), LINK, AROUND));
    expect(Object.keys(all)).toEqual([
      'Acknowledge',
      'Snooze 1 h',
      'Done',
      'Open the card',
      'Azure portal',
    ]);
    expect(all['Acknowledge']).toMatchObject({ action_id: 'acknowledge', value: 'alert/w1-1@0' });
    expect(all['Acknowledge']).not.toHaveProperty('style');
    expect(read(alertMessage(failed(), LINK, AROUND))).not.toContain('👍');
  });

  it('takes the button’s place by who gave it, and when, and changes the title’s sign', () => {
    const alert = alertMessage(failed(), LINK, AROUND, { acknowledged: ACKNOWLEDGED });
    expect(Object.keys(buttons(alert))).toEqual([
      'Done',
      'Take back',
      'Open the card',
      'Azure portal',
    ]);
    expect(read(alert)).toMatch(/^👍 Backup of srv1 failed\n/);
    expect(alert.text).toMatch(/^👍 <@U0BOB> looks after it: <!subteam\^S0DBAS> Backup of srv1/);
    const at = alert.blocks.findIndex(({ type }) => type === 'actions');
    expect(read({ blocks: alert.blocks.slice(at - 1, at) })).toMatch(
      /^👍 Acknowledged by <@U0BOB> <!date\^1893553445\^\{date_short_pretty\} at \{time\}\|[^>]+>$/,
    );
  });

  it('changes nothing else', () => {
    const before = alertMessage(failed(), LINK, AROUND);
    const after = alertMessage(failed(), LINK, AROUND, { acknowledged: ACKNOWLEDGED });
    const rest = ({ blocks }: Message) =>
      blocks.filter((block) => !['actions', 'header'].includes(block.type));
    const own = rest(after).filter((block) => !read({ blocks: [block] }).includes('👍'));
    expect(own).toEqual(rest(before));
  });
});

describe('an alert’s details', () => {
  const trace = { requestId: 'req-1', correlationId: 'cor-1' };

  it('are what Azure’s support asks for, to copy', () => {
    const details = alertDetailsMessage(failed({ endedAt: START }));
    expect(read(details)).toContain(
      [
        'Status: Failed',
        'Started: 2030-01-02 02:04:05 UTC',
        'Ended: 2030-01-02 03:04:05 UTC',
        `Subscription: ${REFERENCE.subscriptionId}`,
        'Region: westeurope',
        `Operation: ${REFERENCE.operationId}`,
        `Server: ${SERVER_ID}`,
        'Read: 2030-01-02 03:05:05 UTC',
        `Request id: ${trace.requestId}`,
        `Correlation id: ${trace.correlationId}`,
        'Error:',
        'NoSpace: The container is full.',
        'in all: BackupFailed: It did not work.',
      ].join('\n'),
    );
  });

  it('hold the whole tree, from the inside out, equal things once', () => {
    const details = alertDetailsMessage(failed({ error: [...flattenErrorTree(TABLE_ERRORS)] }));
    const shown = read(details);
    expect(shown).toContain(
      'AuthorizationPermissionMismatch: This request is not authorized to perform this operation using this permission. (10 times)\n' +
        '  in StorageUploadFailed: The server closed the connection while a block was being committed. (10 times)\n' +
        '    in TableExportFailed: Exporting table billing.customers',
    );
    expect(shown).toContain('in all: BackupAndExportFailed');
  });

  it('keep what is copied below 3,000 characters, and show the rest below it', () => {
    const lines = Array.from({ length: 9 }, (_, index) => ({
      depth: index,
      code: `Code${index}`,
      message: `${'x'.repeat(600)} end of ${index}`,
    }));
    const record = failed({ error: lines });
    const [, support, , tree] = alertDetailsMessage(record).blocks;
    if (!support || !tree) throw new Error('There are not both');
    expect(read({ blocks: [support] }).length).toBeLessThanOrEqual(3000);
    for (const [index] of lines.entries()) {
      expect(read({ blocks: [tree] })).toContain(`end of ${index}`);
    }
  });

  it('say where even that was too long, and fit into one message however long they are in JSON', () => {
    const error = Array.from({ length: 50 }, (_, index) => ({
      depth: 0,
      code: `C${index}`,
      message: '{"code":\t"x"}\n😀&'.repeat(300),
    }));
    const details = alertDetailsMessage(failed({ error }));
    expect(JSON.stringify(details.blocks).length).toBeLessThan(13_200);
    expect(read(details)).toContain('The rest was too long for Slack.');
    expect(details.text.length).toBeLessThan(4000);
  });
});
