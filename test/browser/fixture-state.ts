import {
  type PageMessage,
  type PageOperation,
  type PageState,
  type PageView,
  SLACKBOT,
} from '../../src/sandbox/page/protocol.ts';
import type { StoredBlock } from '../../src/sandbox/slack/blocks/block.ts';

export const ALICE = 'U0ALICE';
const BOT = 'U0BOT';
export const DBA = 'C0DBA';
export const ONCALL = 'C0ONCALL';
export const DM = 'D0BOT';

/** A Slack in which nothing has been said yet. */
export function quietState(changes: Partial<PageState> = {}): PageState {
  return {
    visitor: ALICE,
    command: {
      name: '/mysqlop',
      hint: 'watch <operation> [in <location>] [as <label>]',
      about: 'Watch a MySQL operation to its end',
    },
    shortcuts: [
      {
        type: 'global',
        callbackId: 'watch',
        name: 'Watch an operation',
        about: 'Opens a form',
      },
      {
        type: 'message',
        callbackId: 'watch-this',
        name: 'Watch this operation',
        about: 'Finds the operations in a message',
      },
    ],
    channels: [
      { id: DBA, name: 'dba', kind: 'public', isMember: true },
      { id: ONCALL, name: 'oncall', kind: 'public', isMember: true },
      { id: 'C0SECRET', name: 'secret', kind: 'private', isMember: false },
      { id: DM, name: 'mysqlop', kind: 'dm', isMember: true },
    ],
    users: [
      { id: ALICE, name: 'alice', isBot: false },
      { id: BOT, name: 'mysqlop', isBot: true },
      { id: SLACKBOT, name: 'Slackbot', isBot: true },
    ],
    messages: [],
    views: [],
    stories: [
      {
        id: 'import',
        title: 'An import that succeeds',
        group: 'Imports',
        about: 'Azure itself says when it will be done.',
      },
      {
        id: 'backup',
        title: 'A backup that succeeds',
        group: 'Backups',
        about: 'From 0 to 100 % at an even pace.',
      },
    ],
    operations: [operation()],
    pager: [],
    controls: { speed: 10, slack: 'fine', plugs: { bot: 'running', worker: 'running' } },
    ...changes,
  };
}

/** A backup under way, with a signed URL as long as Azure's. */
export function operation(changes: Partial<PageOperation> = {}): PageOperation {
  const { operationId = '8f2c7c1e-5b0a-4d55-9a0b-3c6f1f0f6c11' } = changes;
  return {
    operationId,
    story: 'A backup that succeeds',
    server: 'orders-prod',
    location: 'East US',
    url: `http://127.0.0.1/operations/${operationId}?api-version=1&s=${'x'.repeat(3_000)}`,
    reference: operationId,
    answer: 'InProgress, 42 %',
    percent: 42,
    reads: 12,
    ended: false,
    ...changes,
  };
}

/** The `n`th message that the bot has ever posted. */
export function botMessage(n: number, changes: Partial<PageMessage> = {}): PageMessage {
  return {
    channel: DBA,
    ts: `1700000000.${String(n).padStart(6, '0')}`,
    user: BOT,
    text: `Message ${n}`,
    blocks: [],
    pictures: [],
    postedAt: Date.UTC(2026, 10, 23, 12, 0, n),
    edits: 0,
    deleted: false,
    ephemeral: false,
    ...changes,
  };
}

export function section(text: string, verbatim = true): StoredBlock {
  return { type: 'section', block_id: 'b', text: { type: 'mrkdwn', text, verbatim } };
}

/** A form with one field of each kind. */
export function modalView(changes: Partial<PageView> = {}): PageView {
  const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value }) as const;
  const label = (text: string) => ({ type: 'plain_text', text }) as const;
  return {
    id: 'V0FORM',
    kind: 'modal',
    definition: {
      title: label('Watch an operation'),
      submit: label('Watch'),
      close: label('Never mind'),
      blocks: [
        {
          type: 'input',
          block_id: 'operation',
          label: label('Operation'),
          hint: label('A URL, an ARM id or a bare operation id'),
          element: { type: 'plain_text_input', action_id: 'operation' },
        },
        {
          type: 'input',
          block_id: 'location',
          label: label('Location'),
          element: {
            type: 'static_select',
            action_id: 'location',
            options: [option('East US'), option('West Europe')],
            initial_option: option('East US'),
          },
        },
        {
          type: 'input',
          block_id: 'channel',
          label: label('Channel'),
          element: {
            type: 'conversations_select',
            action_id: 'channel',
            initial_conversation: DBA,
          },
        },
        {
          type: 'input',
          block_id: 'loudness',
          label: label('Notes'),
          element: {
            type: 'radio_buttons',
            action_id: 'loudness',
            options: [option('all'), option('few')],
            initial_option: option('all'),
          },
        },
        {
          type: 'input',
          block_id: 'days',
          optional: true,
          label: label('Also'),
          element: {
            type: 'checkboxes',
            action_id: 'days',
            options: [option('Tell me'), option('Tell on call')],
          },
        },
        {
          type: 'input',
          block_id: 'people',
          optional: true,
          label: label('Tell'),
          element: { type: 'multi_users_select', action_id: 'people' },
        },
        {
          type: 'input',
          block_id: 'until',
          optional: true,
          label: label('Until'),
          element: { type: 'datepicker', action_id: 'until' },
        },
      ],
    },
    errors: {},
    ...changes,
  };
}

/** Blocks like those of a running card. */
export function cardLike(): readonly StoredBlock[] {
  const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true }) as const;
  const plain = (text: string) => ({ type: 'plain_text', text }) as const;
  const button = (name: string) =>
    ({ type: 'button', action_id: name, text: plain(name) }) as const;
  return [
    { type: 'header', block_id: '1', text: plain('⏳ Full backup of orders-prod') },
    { type: 'section', block_id: '2', text: mrkdwn('`████░░░░`  42 % · 4.2 of 10 GiB') },
    {
      type: 'section',
      block_id: '3',
      fields: [mrkdwn('*Elapsed*\n5 min'), mrkdwn('*Next*\nsoon')],
    },
    { type: 'section', block_id: '4', text: mrkdwn('• Copy: `InProgress`\n>quoted') },
    { type: 'divider', block_id: '5' },
    {
      type: 'actions',
      block_id: '6',
      elements: [
        { ...button('Refresh'), style: 'primary' },
        { ...button('Stop'), style: 'danger' },
        { ...button('Portal'), url: 'https://portal.azure.com/' },
        {
          type: 'static_select',
          action_id: 'select',
          options: [{ text: plain('All'), value: 'all' }],
        },
        {
          type: 'overflow',
          action_id: 'more',
          options: [{ text: plain('Mute'), value: 'mute' }],
        },
      ],
    },
    { type: 'context', block_id: '7', elements: [mrkdwn('asked by <@U0ALICE> · `8f2c7c1e`')] },
  ];
}
