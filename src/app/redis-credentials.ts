import { objectIdOf } from '../azure/object-id.ts';
import type { Credentials } from '../redis/access/credentials.ts';
import type { AzureAccess } from './azure-access.ts';

/** learn.microsoft.com/azure/redis/entra-for-authentication */
const SCOPE = 'https://redis.azure.com/.default';

/**
 * Signs in to an Azure Redis with tokens of the identity that reads Azure.
 *
 * @param username default: the identity's object id, which is how Azure's Redis knows it
 */
export function redisCredentials(
  { tokensFor }: Pick<AzureAccess, 'tokensFor'>,
  username: string | undefined,
): { readonly ask: () => Promise<Credentials> } {
  const tokens = tokensFor(SCOPE);
  return {
    async ask() {
      const password = await tokens.get();
      return { username: username ?? objectIdOf(password), password };
    },
  };
}
