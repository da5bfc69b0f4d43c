/** One of Azure's clouds, which share nothing: who signs us in, where ARM answers, where people look. */
export interface Cloud {
  readonly authorityHost: string;
  readonly armEndpoint: string;
  readonly portalUrl: string;
}

export const CLOUDS = {
  public: {
    authorityHost: 'https://login.microsoftonline.com',
    armEndpoint: 'https://management.azure.com',
    portalUrl: 'https://portal.azure.com',
  },
  usgov: {
    authorityHost: 'https://login.microsoftonline.us',
    armEndpoint: 'https://management.usgovcloudapi.net',
    portalUrl: 'https://portal.azure.us',
  },
  china: {
    authorityHost: 'https://login.chinacloudapi.cn',
    armEndpoint: 'https://management.chinacloudapi.cn',
    portalUrl: 'https://portal.azure.cn',
  },
} as const satisfies Record<string, Cloud>;

const RESOURCE_ID =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]{1,90}\/providers\/[\w.]{1,100}(?:\/[\w.-]{1,100}\/[^/]{1,100}){1,4}$/i;

/**
 * The page of a resource in a cloud's portal; undefined where `resourceId` (a snapshot's `serverId`)
 * does not look like a resource's ARM id, since it comes from outside and would go into a link.
 */
export function portalLink(
  { portalUrl }: Pick<Cloud, 'portalUrl'>,
  resourceId: string,
): string | undefined {
  if (!RESOURCE_ID.test(resourceId) || !resourceId.isWellFormed()) return undefined;
  const segments = resourceId.split('/');
  if (segments.includes('.') || segments.includes('..')) return undefined;
  const path = segments.map(encodeURIComponent).join('/');
  return `${portalUrl}/#@/resource${path}`;
}
