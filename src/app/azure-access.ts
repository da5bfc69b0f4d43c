import type { Logger } from 'pino';
import { CLOUDS } from '../azure/clouds.ts';
import { createCredential } from '../azure/create-credential.ts';
import { staticToken } from '../azure/static-token.ts';
import { createTokenSource, type TokenSource } from '../azure/token-source.ts';
import type { Config } from '../config/config.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';

/** How Azure is reached: where, and with whose tokens. */
export interface AzureAccess {
  readonly armEndpoint: string;
  readonly portalUrl: string;
  readonly tokens: TokenSource;
  /** With another scope: for another of Azure's services. */
  tokensFor(scope: string): TokenSource;
}

/** The configured cloud, with a ready token where one is given, else with the default credential. */
export async function azureFor(
  azure: Pick<Config['azure'], 'cloud' | 'armEndpoint' | 'accessToken'>,
  { dispatcher }: Pick<Outgoing, 'dispatcher'>,
  log: Pick<Logger, 'error'>,
): Promise<AzureAccess> {
  const cloud = CLOUDS[azure.cloud];
  const armEndpoint = azure.armEndpoint ?? cloud.armEndpoint;
  const { accessToken } = azure;
  const credential = accessToken ? undefined : await createCredential(cloud, dispatcher);

  function tokensFor(scope: string, freshScope = scope): TokenSource {
    if (!credential) return staticToken(accessToken ?? '');
    return createTokenSource({
      credential,
      scope,
      freshCredential: () => createCredential(cloud, dispatcher),
      freshScope,
      onFailure: ({ message, cause }) =>
        log.error({ event: 'azure.sign_in_failed', scope, err: cause }, message),
    });
  }

  return {
    armEndpoint,
    portalUrl: cloud.portalUrl,
    // The audience is the cloud's, whatever host is called: Entra knows no regional or private one
    // (AADSTS500011). ARM takes it with a slash at its end, too.
    tokens: tokensFor(`${cloud.armEndpoint}/.default`, `${cloud.armEndpoint}//.default`),
    tokensFor: (scope) => tokensFor(scope),
  };
}
