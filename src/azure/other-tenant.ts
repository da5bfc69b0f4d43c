const TENANT = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/**
 * ARM's words: "The access token is from the wrong issuer 'https://sts.windows.net/<ours>/'. It must match the
 * tenant 'https://sts.windows.net/<its>/' associated with this subscription."
 */
const ISSUER = new RegExp(`wrong issuer\\b.*?\\b(${TENANT})\\b`, 'i');
const MATCH = new RegExp(`must match\\b.*?\\b(${TENANT})\\b`, 'is');

/** Which tenant a subscription belongs to, and to which we signed in, where ARM's message names them. */
export function tenantsIn(message: string | undefined): {
  readonly ours: string | undefined;
  readonly its: string | undefined;
} {
  const found = (pattern: RegExp) => pattern.exec(message ?? '')?.[1]?.toLowerCase();
  return { ours: found(ISSUER), its: found(MATCH) };
}

/** What a person can do where a subscription belongs to another tenant than the one that the bot signs in to. */
export function otherTenantAdvice(
  subscriptionId: string,
  { ours, its }: ReturnType<typeof tenantsIn>,
): string {
  const tenant = its === undefined ? 'another tenant' : `the tenant ${its}`;
  const id = its ?? '<its id>';
  const own = ours === undefined ? '' : ` (${ours})`;
  return (
    `The subscription ${subscriptionId} belongs to ${tenant}, but the sign-in is to another${own}. ` +
    `Where all subscriptions belong there, please set AZURE_TENANT_ID to ${id}, with a service principal of that tenant; ` +
    `at a shell, az login --tenant ${id} will do. ` +
    'Else take this one off AZURE_SUBSCRIPTIONS here: it needs a mysqlop of its own. ' +
    'After a transfer between tenants Azure may take an hour to know.'
  );
}
