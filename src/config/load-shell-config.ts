import { azureContradictions } from './azure-contradictions.ts';
import { policyOf, proxyOf } from './config.ts';
import { configuredSecrets } from './configured-secrets.ts';
import { type Environment, type Problem, problemWith, readValues } from './read-values.ts';
import { azureSettings } from './settings/azure-settings.ts';
import { proxySettings } from './settings/proxy-settings.ts';
import { shellSettings } from './settings/shell-settings.ts';
import { watchingSettings } from './settings/watching-settings.ts';
import type { SettingName, Values } from './settings.ts';

const NAMES: readonly SettingName[] = [
  ...Object.keys(azureSettings),
  ...Object.keys(watchingSettings),
  ...Object.keys(proxySettings),
  ...Object.keys(shellSettings),
  'ALERT_ON',
] as SettingName[];

export type ShellConfig = ReturnType<typeof arranged>;

export type LoadedShellConfig =
  | { readonly kind: 'config'; readonly config: ShellConfig }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** As much of the settings as the shell needs: none is required, and those of Slack and Redis are not looked at. */
export function loadShellConfig(environment: Environment): LoadedShellConfig {
  const { values, problems } = readValues(NAMES, environment);
  const read = values as Values;
  if (problems.length === 0) {
    const found = azureContradictions(read);
    problems.push(...found.map(({ setting, problem }) => problemWith(setting, problem)));
  }
  return problems.length > 0
    ? { kind: 'problems', problems }
    : { kind: 'config', config: arranged(read, environment) };
}

function arranged(values: Values, environment: Environment) {
  return {
    proxy: proxyOf(values),
    azure: {
      /** Undefined where all may be read that the sign-in may. */
      subscriptions: values.AZURE_SUBSCRIPTIONS,
      locations: values.AZURE_LOCATIONS ?? [],
      cloud: values.AZURE_CLOUD,
      armEndpoint: values.AZURE_RESOURCE_MANAGER_URL,
      accessToken: values.AZURE_ACCESS_TOKEN,
    },
    /** The bot's, to which a watch may be handed over. */
    api: { url: values.MYSQLOP_API, token: values.MYSQLOP_TOKEN },
    policy: policyOf(values),
    /** A terminal that can write nothing over, such as that in an editor. */
    terminal: { isDumb: environment['TERM'] === 'dumb' },
    secrets: configuredSecrets(environment, {}),
  } as const;
}
