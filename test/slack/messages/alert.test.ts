import { describe, expect, it } from 'vitest';
import { alertDetailsMessage, alertMessage } from '../../../src/slack/messages/alert.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import type { Snapshot } from '../../../src/watch/snapshot.ts';
import type { WatchRecord } from '../../../src/watch/watch-record.ts';
import {
  abandoned,
  begunInTwoChannels,
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
const ACKNOWLEDGED = { by: 'U0BOB', at: START };
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
      '🚨 <!subteam^S0DBAS> Backup and export of srv1 failed after 1 h 1 min: BackupFailed: It did not work.',
    );
    expect(read(alert)).toContain('<!subteam^S0DBAS> Azure says that this operation failed.');
  });

  it('calls nobody where the settings name nobody', () => {
    const alert = alertMessage(failed(), LINK, { ...AROUND, oncallMention: undefined });
    expect(alert.text).toMatch(/^🚨 Backup and export/);
    expect(read(alert)).not.toContain('subteam');
  });

  it('says what, where, how long it took, and what Azure’s support asks for', () => {
    const text = read(alertMessage(failed(), LINK, AROUND));
    expect(text).toContain('🚨 Backup and export of srv1: failed');
    expect(text).toContain('*Server*\nsrv1');
    expect(text).toContain('*Where*\nprod, westeurope');
    expect(text).toContain(`*Operation*\n\`${REFERENCE.operationId}\``);
    expect(text).toContain('*Duration*\n1 h 1 min');
    expect(text).toContain('*Azure request id*\n`req-1`');
  });

  it('quotes the error, the nested ones too', () => {
    expect(read(alertMessage(failed(), LINK, AROUND))).toContain(
      '>BackupFailed: It did not work.\n>  - NoSpace: The container is full.',
    );
  });

  it('shortens a long error: the whole stands in its thread', () => {
    const message = 'why '.repeat(1000);
    const text = read(alertMessage(failed({ error: [{ depth: 0, message }] }), LINK, AROUND));
    expect(text).toContain('…');
    expect(text.length).toBeLessThan(2500);
  });

  it('says so where Azure gave no reason', () => {
    const { error: _none, ...rest } = failed().latest?.snapshot ?? { error: [] };
    const record = play(seen(BACKUP), [[MINUTE, snapshotReading({ ...rest, status: 'Failed' })]]);
    expect(read(alertMessage(record.record, LINK, AROUND))).toContain('Azure gave no reason.');
  });

  it('does not call an operation failed that Azure only forgot', () => {
    const alert = alertMessage(gone(BACKUP), LINK, AROUND);
    expect(alert.text).toContain('Backup and export of srv1: Azure no longer keeps the result;');
    expect(read(alert)).toContain('How it ended is not known');
    expect(read(alert)).not.toMatch(/failed|no reason/);
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
    expect(all['Open in Azure portal']?.url).toContain(SERVER_ID);
  });

  it('does without links that are not known', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ status: 'Failed' })]]);
    const alert = alertMessage(record, undefined, AROUND);
    expect(Object.keys(buttons(alert))).toEqual(['Acknowledge']);
    const done = alertMessage(record, undefined, AROUND, ACKNOWLEDGED);
    expect(done.blocks.map(({ type }) => type)).not.toContain('actions');
  });

  it('names everybody who asked, once, and their labels', () => {
    const nightly = { channel: 'C0OPS', askedBy: 'U0ALICE', label: 'nightly' };
    const record = joined(joined(begunInTwoChannels(), nightly).record, {
      channel: 'C0SRE',
      askedBy: 'U0BOB',
    }).record;
    expect(read(alertMessage(failed({}, record), LINK, AROUND))).toContain(
      '“nightly” · asked by <@U0ALICE>, <@U0BOB>',
    );
  });

  it('pings nobody by what comes from outside', () => {
    const evil = `<!channel> <@U0BOB> & ${'x'.repeat(1500)}`;
    const record = {
      ...failed({ serverId: `/x/${evil}`, error: [{ depth: 0, code: evil, message: evil }] }),
      reference: { subscriptionId: evil, location: evil, operationId: evil },
    };
    for (const message of [alertMessage(record, LINK, AROUND), detailsOf(record)]) {
      expect(markup(message).flatMap(foreignMarkup)).toEqual([]);
    }
  });
});

describe('an alert’s acknowledgement', () => {
  it('is given by a button that names the alert', () => {
    const all = buttons(alertMessage(failed(), LINK, AROUND));
    expect(Object.keys(all)).toEqual(['Acknowledge', 'Open the card', 'Open in Azure portal']);
    expect(all['Acknowledge']).toMatchObject({ action_id: 'acknowledge', value: 'alert/w1-1' });
    expect(all['Acknowledge']).not.toHaveProperty('style');
    expect(read(alertMessage(failed(), LINK, AROUND))).not.toContain('👍');
  });

  it('takes the button’s place by who gave it, and when', () => {
    const alert = alertMessage(failed(), LINK, AROUND, ACKNOWLEDGED);
    expect(Object.keys(buttons(alert))).toEqual(['Open the card', 'Open in Azure portal']);
    expect(alert.blocks.at(-1)?.type).toBe('context');
    expect(read({ blocks: alert.blocks.slice(-1) })).toMatch(
      /^👍 Acknowledged by <@U0BOB> <!date\^1893553445\^\{date_short_pretty\} \{time_secs\}\|[^>]+>$/,
    );
  });

  it('changes nothing else', () => {
    const before = alertMessage(failed(), LINK, AROUND);
    const after = alertMessage(failed(), LINK, AROUND, ACKNOWLEDGED);
    const rest = ({ blocks }: Message) => blocks.filter(({ type }) => type !== 'actions');
    expect(after.text).toBe(before.text);
    expect(rest(after).slice(0, -1)).toEqual(rest(before));
  });
});

function detailsOf(record: WatchRecord): Message {
  const details = alertDetailsMessage(record);
  if (!details) throw new Error('The alert shows all of the error');
  return details;
}

describe('an alert’s details', () => {
  it('are left out where the alert shows all of the error', () => {
    expect(
      alertDetailsMessage(failed({ error: [{ depth: 0, code: 'Broken', message: 'It broke.' }] })),
    ).toBeUndefined();
  });

  it('hold the whole error text, in pieces that Slack takes', () => {
    const lines = Array.from({ length: 9 }, (_, index) => ({
      depth: index,
      code: `Code${index}`,
      message: `${'x'.repeat(1000)} end of ${index}`,
    }));
    const details = detailsOf(failed({ error: lines }));
    const shown = details.blocks
      .map((block) => (block.type === 'section' ? (block.text?.text ?? '') : ''))
      .map((text) => text.replace(/^```/, '').replace(/```$/, ''))
      .join('');
    for (const [index, line] of lines.entries()) {
      expect(shown).toContain(
        `${'  '.repeat(index)}${index ? '- ' : ''}${line.code}: ${line.message}`,
      );
    }
  });

  it('can’t be ended from inside', () => {
    const message = `a \`\`\` b ${'x'.repeat(2000)}`;
    const details = detailsOf(failed({ error: [{ depth: 0, message }] }));
    expect(read(details).match(/```/g)).toHaveLength(2);
  });

  it('say where even that was too long', () => {
    const error = Array.from({ length: 50 }, () => ({ depth: 0, message: 'y'.repeat(4000) }));
    const details = detailsOf(failed({ error }));
    expect(read(details)).toContain('The rest was too long for Slack.');
    expect(details.text.length).toBeLessThan(4000);
  });

  it('fit into one message, however long they are in JSON', () => {
    const error = Array.from({ length: 50 }, () => ({
      depth: 0,
      message: '{"code":\t"x"}\n😀&'.repeat(300),
    }));
    const details = detailsOf(failed({ error }));
    expect(JSON.stringify(details.blocks).length).toBeLessThan(13_200);
    expect(JSON.stringify(details.blocks).length).toBeGreaterThan(11_500);
    expect(read(details)).toContain('The rest was too long for Slack.');
    expect(read(details)).not.toMatch(/&(?!amp;)/);
  });
});
