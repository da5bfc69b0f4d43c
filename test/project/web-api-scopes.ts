/**
 * The bot scopes that each Web API method of ours needs, from "Required scopes" on its page
 * (docs.slack.dev/reference/methods/<method>).
 */
export const SCOPES_OF_METHOD: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  // `.public`: into public channels that the bot is no member of.
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  // One scope for each kind of conversation that is read. A command given in the bot's own
  // conversation puts its card there (`im`); Slack does not let a bot into people's group
  // conversations unasked, so `mpim` is not worth asking for.
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  // Of the two channels that alerts need: whether they are there, and open.
  'conversations.info': ['channels:read', 'groups:read'],
  // With one person alone; `mpim:write` and the like would be for conversations of several.
  'conversations.open': ['im:write'],
  // How the progress went, as a picture.
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  // Forms and the Home tab come with the app.
  'views.open': [],
  'views.update': [],
  'views.publish': [],
  // In which channels somebody is, for what they may see.
  // Their time zone.
  'users.info': ['users:read'],
  'users.conversations': ['channels:read', 'groups:read'],
};
