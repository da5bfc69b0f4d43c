import type { Cloud } from './clouds.ts';
import type { TokenCredential } from './token-source.ts';

/**
 * The identity that the bot runs as: whatever DefaultAzureCredential finds (`AZURE_TOKEN_CREDENTIALS`
 * narrows it). `@azure/identity` is loaded here and not before, since it takes long to load and a
 * ready-made token needs none of it.
 */
export async function createCredential({
  authorityHost,
}: Pick<Cloud, 'authorityHost'>): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential({ authorityHost });
}
