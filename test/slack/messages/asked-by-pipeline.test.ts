import { describe, expect, test } from 'vitest';
import { alertMessage } from '../../../src/slack/messages/alert.ts';
import { answerMessage } from '../../../src/slack/messages/answers.ts';
import { auditMessage } from '../../../src/slack/messages/audit-page.ts';
import { cardMessage } from '../../../src/slack/messages/card.ts';
import { digestMessage } from '../../../src/slack/messages/digest.ts';
import { historyMessage } from '../../../src/slack/messages/history-page.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import { stopCard } from '../../../src/watch/stop-card.ts';
import { toldAtEnd } from '../../../src/watch/tell-at-end.ts';
import { pipelineNamed, userNamed } from '../../names.ts';
import {
  begun,
  DBA,
  MINUTE,
  play,
  START,
  seen,
  snapshotReading,
} from '../../watch/build-record.ts';
import { AROUND, read } from './read-message.ts';

const NIGHTLY = pipelineNamed('nightly-import');
const BOB = userNamed('U0BOB');
const ASKED = { ...DBA, askedBy: NIGHTLY };
const running = seen({}, begun(ASKED));
const ended = play(running, [[MINUTE, snapshotReading({ status: 'Failed' })]]).record;
if (ended.state !== 'ended') throw new Error('It goes on');
const [card] = running.cards;
if (!card) throw new Error('It has no card');

/** All of a message, its text and its blocks. */
const all = (message: Message) => `${message.text}\n${JSON.stringify(message.blocks)}`;

describe('a watch for which a pipeline has asked', () => {
  test('names it on its card, as a name and not as a person', () => {
    const shown = cardMessage(running, card, AROUND);
    expect(read(shown)).toContain('asked by pipeline nightly-import');
    expect(all(shown)).not.toContain('<@');
  });

  test('names it in an alert and in a digest', () => {
    const alert = alertMessage(ended, 'https://simulated.slack.com/c', AROUND);
    expect(read(alert)).toContain('asked by pipeline nightly-import');
    const entry = { operationId: 'op', at: START, record: ended, cardLink: undefined };
    const shown = { name: 'digest/failures/1', kind: 'failures', mentions: false } as const;
    const digest = digestMessage({ ...shown, entries: [entry] }, AROUND);
    expect(read(digest)).toContain('pipeline nightly-import');
  });

  test('mentions nobody when it ends, but who is to be told', () => {
    const note = { kind: 'ended', at: START } as const;
    const [endedCard = card] = ended.cards;
    expect(all(noteMessage(ended, note, endedCard, toldAtEnd(endedCard)))).not.toContain('<@');
    const told = { ...endedCard, tellAlso: [BOB] };
    expect(noteMessage(ended, note, told, toldAtEnd(told)).text).toMatch(/<@U0BOB>$/);
  });

  test('says that the pipeline has stopped it, in the thread and on the card', () => {
    const stopped = stopCard(running, DBA.channel, NIGHTLY, START);
    const [item] = stopped?.outbox ?? [];
    const [stoppedCard] = stopped?.record.cards ?? [];
    if (!stopped || !stoppedCard || item?.kind !== 'note') throw new Error('Nothing was told');
    const said = 'pipeline nightly-import stopped watching here';
    expect(noteMessage(stopped.record, item.note, stoppedCard).text).toContain(said);
    expect(read(cardMessage(stopped.record, stoppedCard, AROUND))).toContain(said);
  });

  test('is told by its name to who asks for the same, for what has ended and for who changed what', () => {
    const stands = { kind: 'stands', record: running, askedBy: NIGHTLY, link: undefined } as const;
    expect(answerMessage(stands).text).toContain('for pipeline nightly-import:');
    const history = historyMessage({
      kind: 'history',
      wish: { page: 1 },
      entries: [
        {
          record: ended,
          ...{ channel: DBA.channel, askedBy: NIGHTLY, label: undefined, link: undefined },
          care: {},
        },
      ],
      ...{ page: 1, pages: 1, total: 1, more: 0, isCut: false, usual: undefined },
      ...{ keptMs: 1, nearest: undefined },
    });
    expect(read(history)).toContain('for pipeline nightly-import in');
    const audit = auditMessage({
      kind: 'audit',
      entries: [
        {
          ...{ at: START, by: NIGHTLY, channel: DBA.channel, verb: 'watch', about: ['op'] },
          outcome: 'begun',
        },
      ],
      ...{ page: 1, pages: 1, total: 1 },
    });
    expect(read(audit)).toContain('pipeline nightly-import in');
  });
});
