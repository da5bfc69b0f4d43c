import type { Logger } from 'pino';
import { CLOUDS } from '../azure/clouds.ts';
import { createCredential } from '../azure/create-credential.ts';
import { staticToken } from '../azure/static-token.ts';
import { createTokenSource, type TokenSource } from '../azure/token-source.ts';
import type { Config } from '../config/config.ts';

/** How Azure is reached: where, and with whose tokens. */
export interface AzureAccess {
  readonly armEndpoint: string;
  readonly portalUrl: string;
  readonly tokens: TokenSource;
}

/** The configured cloud, with a ready token where one is given, else with the default credential. */
export async function azureFor(azure: Config['azure'], log: Logger): Promise<AzureAccess> {
  const cloud = CLOUDS[azure.cloud];
  const armEndpoint = azure.armEndpoint ?? cloud.armEndpoint;
  const tokens = azure.accessToken
    ? staticToken(azure.accessToken)
    : createTokenSource({
        credential: await createCredential(cloud),
        scope: `${armEndpoint}/.default`,
        onFailure: ({ message, cause }) =>
          log.error({ event: 'azure.sign_in_failed', err: cause }, message),
      });
  return { armEndpoint, portalUrl: cloud.portalUrl, tokens };
}
