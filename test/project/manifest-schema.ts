import * as v from 'valibot';

const text = (least: number, most: number) =>
  v.pipe(v.string(), v.minLength(least), v.maxLength(most));

/**
 * The part of Slack's manifest schema (github.com/slackapi/manifest-schema, version 1) that we use,
 * with its limits. Anything else is refused, as Slack refuses a key that it does not know.
 */
export const ManifestSchema = v.strictObject({
  _metadata: v.strictObject({ major_version: v.literal(1) }),
  display_information: v.strictObject({
    name: text(1, 35),
    description: text(1, 140),
    long_description: text(175, 4000),
    background_color: v.pipe(v.string(), v.regex(/^#(?:[0-9a-f]{3}){1,2}$/i)),
  }),
  features: v.strictObject({
    app_home: v.strictObject({
      home_tab_enabled: v.boolean(),
      messages_tab_enabled: v.boolean(),
      messages_tab_read_only_enabled: v.boolean(),
    }),
    bot_user: v.strictObject({ display_name: text(1, 80), always_online: v.boolean() }),
    shortcuts: v.array(
      v.strictObject({
        name: text(1, 24),
        type: v.picklist(['global', 'message']),
        callback_id: text(1, 255),
        description: text(1, 150),
      }),
    ),
    slash_commands: v.pipe(
      v.array(
        v.strictObject({
          command: v.pipe(text(2, 32), v.startsWith('/')),
          description: text(1, 2000),
          usage_hint: text(1, 1000),
          should_escape: v.boolean(),
        }),
      ),
      v.minLength(1),
    ),
  }),
  oauth_config: v.strictObject({
    scopes: v.strictObject({ bot: v.array(text(1, 50)), bot_optional: v.array(text(1, 50)) }),
  }),
  settings: v.strictObject({
    event_subscriptions: v.optional(v.strictObject({ bot_events: v.array(text(1, 50)) })),
    interactivity: v.strictObject({ is_enabled: v.boolean() }),
    org_deploy_enabled: v.boolean(),
    socket_mode_enabled: v.boolean(),
    token_rotation_enabled: v.boolean(),
  }),
});
