import type { SettingName, Values } from './settings.ts';

type CloudName = Values['AZURE_CLOUD'];

/**
 * The sign-in hosts of each cloud, under all of their names, and where its Azure Resource Manager is:
 * learn.microsoft.com/entra/identity-platform/authentication-national-cloud, and the aliases that the sign-in
 * hosts themselves tell (/common/discovery/instance).
 */
const HOSTS: Readonly<
  Record<CloudName, { readonly signIn: readonly string[]; readonly arm: string }>
> = {
  public: {
    signIn: [
      'login.microsoftonline.com',
      'login.microsoft.com',
      'login.windows.net',
      'sts.windows.net',
    ],
    arm: 'management.azure.com',
  },
  usgov: {
    signIn: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
    arm: 'management.usgovcloudapi.net',
  },
  china: {
    signIn: ['login.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
    arm: 'management.chinacloudapi.cn',
  },
};

const CLOUDS: readonly CloudName[] = ['public', 'usgov', 'china'];

/** What in the settings of Azure speaks of another cloud than AZURE_CLOUD; `problem` ends a sentence. */
export function azureContradictions(
  values: Values,
): readonly { readonly setting: SettingName; readonly problem: string }[] {
  const cloud = values.AZURE_CLOUD;
  const { AZURE_AUTHORITY_HOST: authority, AZURE_RESOURCE_MANAGER_URL: arm } = values;
  const isHere = `but AZURE_CLOUD is ${cloud}${cloud === 'public' ? ' (its default)' : ''}`;
  const signIn = authority && CLOUDS.find((name) => HOSTS[name].signIn.includes(authority));
  const managed = arm && CLOUDS.find((name) => new URL(arm).host === HOSTS[name].arm);
  return [
    // A ready-made token needs no sign-in.
    ...(authority && !values.AZURE_ACCESS_TOKEN && signIn !== cloud
      ? [
          {
            setting: 'AZURE_AUTHORITY_HOST' as const,
            problem: signIn
              ? `is the sign-in host of ${signIn}, ${isHere}`
              : 'is the sign-in host of none of Azure’s clouds; that of AZURE_CLOUD is used, so remove it',
          },
        ]
      : []),
    ...(managed && managed !== cloud
      ? [
          {
            setting: 'AZURE_RESOURCE_MANAGER_URL' as const,
            problem: `is the Azure Resource Manager of ${managed}, ${isHere}`,
          },
        ]
      : []),
  ];
}
