export const ONCALL = 'C0ONCALL';
export const FALLBACK = 'C0FALLBACK';
export const ONCALL_GROUP = 'S0DBAS';

/** Each takes one post a second: so many that a run's posts do not wait for long, and still wait. */
const TEAMS = Array.from({ length: 24 }, (_, index) => `C0TEAM${index + 1}`);
/** In these the bot is no member: it posts and can't look. */
const FOREIGN_CHANNELS = ['C0RANDOM', 'C0LUNCH', 'C0NEWS'] as const;
/** Where people ask to the end of a run. */
export const ORDINARY_CHANNELS: readonly [string, ...string[]] = [
  'C0DBA',
  'C0OPS',
  'G0CREW',
  ...TEAMS,
  ...FOREIGN_CHANNELS,
];

/** Channels that the bot loses on the way. It may still post into a public one that it has left. */
export const LOST_CHANNELS = [
  { id: 'C0CLOSING', how: 'archived' },
  { id: 'G0CLOSED', how: 'bot removed' },
  { id: 'C0LEFT', how: 'bot removed' },
] as const;
export type LostChannel = (typeof LOST_CHANNELS)[number];

/** Channels that refuse the bot for a while, one by one: Slack says why in these words, or lets nobody but some post. */
export const CLOSED_CHANNELS = [
  { id: 'C0KEYS', refusal: 'ekm_access_denied' },
  { id: 'G0ADMINS', refusal: 'no_permission' },
  { id: 'C0QUIET', refusal: 'read only' },
] as const;
export type ClosedChannel = (typeof CLOSED_CHANNELS)[number];

/** In which the bot can't, or not always, look for what it has posted. */
export const UNREADABLE_CHANNELS: ReadonlySet<string> = new Set([
  ...FOREIGN_CHANNELS,
  ...LOST_CHANNELS.map(({ id }) => id),
  ...CLOSED_CHANNELS.filter(({ refusal }) => refusal !== 'read only').map(({ id }) => id),
]);

export const CHANNELS = [
  { id: ONCALL, name: 'oncall', isMember: true },
  { id: FALLBACK, name: 'fallback', isMember: true },
  { id: 'C0DBA', name: 'dba', isMember: true },
  { id: 'C0OPS', name: 'ops', isMember: true },
  { id: 'G0CREW', name: 'crew', isPrivate: true, isMember: true },
  ...TEAMS.map((id) => ({ id, name: id.slice(2).toLowerCase(), isMember: true })),
  ...FOREIGN_CHANNELS.map((id) => ({ id, name: id.slice(2).toLowerCase() })),
  { id: 'C0CLOSING', name: 'closing', isMember: true },
  { id: 'G0CLOSED', name: 'closed', isPrivate: true, isMember: true },
  { id: 'C0LEFT', name: 'left', isMember: true },
  { id: 'C0KEYS', name: 'keys', isMember: true },
  { id: 'G0ADMINS', name: 'admins', isPrivate: true, isMember: true },
  { id: 'C0QUIET', name: 'quiet', isMember: true },
];

export const PEOPLE = ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0DAVE'] as const;
/** Asks and presses as fast as a hand can, and in turns what contradicts itself. */
export const FLOODER = 'U0EVE';
export const USERS = [...PEOPLE, FLOODER].map((id) => ({ id, name: id.slice(2).toLowerCase() }));
