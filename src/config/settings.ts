import type * as v from 'valibot';
import { apiSettings } from './settings/api-settings.ts';
import { azureSettings } from './settings/azure-settings.ts';
import { pagerSettings } from './settings/pager-settings.ts';
import { peopleSettings } from './settings/people-settings.ts';
import { processSettings } from './settings/process-settings.ts';
import { proxySettings } from './settings/proxy-settings.ts';
import { redisSettings } from './settings/redis-settings.ts';
import { shellSettings } from './settings/shell-settings.ts';
import { slackSettings } from './settings/slack-settings.ts';
import { watchingSettings } from './settings/watching-settings.ts';

/** Every setting, once: the environment is read, checked and documented from this, in this order. */
export const settings = {
  ...slackSettings,
  ...redisSettings,
  ...azureSettings,
  ...peopleSettings,
  ...pagerSettings,
  ...watchingSettings,
  ...apiSettings,
  ...proxySettings,
  ...processSettings,
  ...shellSettings,
};

export type SettingName = keyof typeof settings;

/** The settings as read: each its value, or undefined where it is not set and has no fallback. */
export type Values = {
  readonly [Name in SettingName]:
    | v.InferOutput<(typeof settings)[Name]['schema']>
    | ((typeof settings)[Name] extends { readonly fallback: string } ? never : undefined);
};
