import type { Setting } from '../setting.ts';
import { codeUrl } from '../url-schemas.ts';
import {
  channelId,
  durationText,
  listOf,
  mention,
  someOf,
  teamId,
  userId,
  wholeNumber,
  yesOrNo,
} from '../value-schemas.ts';

const CHANNEL_MESSAGE = 'must be a channel id such as C0123456789, not a name';

/** Whom it calls, and who may call it. */
export const peopleSettings = {
  ONCALL_CHANNEL: {
    about: 'Channel that is called when an operation fails.',
    example: 'C0123456789',
    schema: channelId(CHANNEL_MESSAGE),
    unset: 'required',
    obtain: "the channel's id stands at the end of its details in Slack",
  },
  ONCALL_MENTION: {
    about: 'Whom an alert mentions: the id of a user or a user group, `here` or `channel`.',
    example: 'S0123456789',
    schema: mention,
    unset: 'nobody is mentioned',
  },
  FALLBACK_CHANNEL: {
    about:
      'Channel in which an ending or an alert is told where its own channel is archived, gone or closed to the bot.',
    example: 'C0123456789',
    schema: channelId(CHANNEL_MESSAGE),
    unset: 'a direct message to whoever asked',
  },
  ALERT_ON: {
    about:
      'What calls the on-call channel, of: `failed`, `canceled`, `gone`, `abandoned`, `blind`, `stalled`, `overdue`. `failed` stands for any end that is neither success nor cancellation. Only `failed` and `gone` mention `ONCALL_MENTION`.',
    example: 'failed,gone',
    schema: someOf(['failed', 'canceled', 'gone', 'abandoned', 'blind', 'stalled', 'overdue']),
    fallback: 'failed,gone,blind,stalled',
  },
  MENTION_AGAIN_AFTER: {
    about:
      'When many operations fail at once, they are told together, and `ONCALL_MENTION` is not mentioned again for so long.',
    example: '15m',
    schema: durationText,
    fallback: '15m',
  },
  REMIND_AFTER: {
    about:
      'On-call is called again, in a new message, for an alert that nobody has acknowledged for so long; then after twice as long, and so on.',
    example: '10m',
    schema: durationText,
    fallback: '10m',
  },
  REMIND_TIMES: {
    about: 'How often on-call is called again for one alert; `0`: never.',
    example: '3',
    schema: wholeNumber(0, 10),
    fallback: '3',
  },
  ESCALATION_MENTION: {
    about: 'Whom is called after that, once, as in `ONCALL_MENTION`.',
    example: 'S9876543210',
    schema: mention,
    unset: '`ONCALL_MENTION`, where `ESCALATION_CHANNEL` is set; else nobody',
  },
  ESCALATION_CHANNEL: {
    about: 'Channel in which that is told.',
    example: 'C9876543210',
    schema: channelId(CHANNEL_MESSAGE),
    unset: '`ONCALL_CHANNEL`, where `ESCALATION_MENTION` is set; else nowhere',
  },
  PRIVATE_IN_ALERTS: {
    about:
      'Whether alerts about what is watched in private show its label, a link to its card and who asked, `yes` or `no`. Server, place, error and operation id are always shown.',
    example: 'yes',
    schema: yesOrNo,
    fallback: 'no',
  },
  RUNBOOK_URL: {
    about:
      'Your own page about an error, which alerts link to: `{code}` is replaced by the code that Azure gives.',
    example: 'https://wiki.example.com/runbooks/{code}',
    schema: codeUrl,
    unset: 'no link',
  },
  ALLOWED_CHANNELS: {
    about: 'Channels in which commands are taken.',
    example: 'C0123456789,C9876543210',
    schema: listOf(channelId, 'must be a list of channel ids such as C0123456789'),
    isGuard: true,
    unset: 'all',
  },
  ALLOWED_USERS: {
    about: 'People from whom commands are taken.',
    example: 'U0123456789,U9876543210',
    schema: listOf(userId, 'must be a list of user ids such as U0123456789'),
    isGuard: true,
    unset: 'all',
  },
  ALLOWED_TEAMS: {
    about:
      'Workspaces from whose people commands are taken, and with Enterprise Grid organisations (`E…`): channels may be shared with others.',
    example: 'T0123456789,T9876543210',
    schema: listOf(teamId, 'must be a list of workspace ids such as T0123456789'),
    isGuard: true,
    unset: 'its own',
  },
  ADMINS: {
    about: 'People who are told how the bot is as a whole.',
    example: 'U0123456789,U9876543210',
    schema: listOf(userId, 'must be a list of user ids such as U0123456789'),
    isGuard: true,
    unset: 'everybody who may use it',
  },
} as const satisfies Record<string, Setting>;
