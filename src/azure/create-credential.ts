import type { Dispatcher } from 'undici';
import { proxyFailureIn } from '../outgoing/proxy-failed.ts';
import type { Cloud } from './clouds.ts';
import type { TokenCredential } from './token-source.ts';

/**
 * The identity that the bot runs as: whatever DefaultAzureCredential finds (`AZURE_TOKEN_CREDENTIALS`
 * narrows it). `@azure/identity` is loaded here and not before, since it takes long to load and a
 * ready-made token needs none of it.
 *
 * Where a sign-in host was not reached, the library tells `network_error` and no more; why it was not is
 * seen on the way, and told beside that.
 *
 * @param dispatcher how it reaches the sign-in host, where there is a proxy
 */
export async function createCredential(
  { authorityHost }: Pick<Cloud, 'authorityHost'>,
  dispatcher: Dispatcher | undefined,
): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  let unreached: unknown;

  /** What the proxy said stands, though the credential then tries another way. */
  function note(error: unknown): void {
    if (proxyFailureIn(error) || !proxyFailureIn(unreached)) unreached = error;
  }

  const credential = new DefaultAzureCredential({
    authorityHost,
    ...(dispatcher && { httpClient: await httpClientOver(dispatcher) }),
    additionalPolicies: [
      {
        position: 'perRetry',
        policy: {
          name: 'mysqlopUnreached',
          sendRequest: async (request, next) => {
            try {
              const response = await next(request);
              note(undefined);
              return response;
            } catch (error) {
              note(error);
              throw error;
            }
          },
        },
      },
    ],
  });
  return {
    async getToken(scope, options) {
      unreached = undefined;
      try {
        return await credential.getToken(scope, options);
      } catch (error) {
        const proxyFailure = proxyFailureIn(unreached);
        if (proxyFailure) throw proxyFailure;
        if (!(error instanceof Error) || unreached === undefined) throw error;
        throw new AggregateError([error, unreached], error.message);
      }
    },
  };
}

async function httpClientOver(dispatcher: Dispatcher) {
  const { createCredentialHttp } = await import('./credential-http.ts');
  return createCredentialHttp(dispatcher);
}
