import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const TENANT = '33333333-4444-5555-6666-777777777777';
const HOST = 'login.microsoftonline.com';

export interface Authority {
  readonly url: string;
  /** What it was asked for: method and path. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * As much of Microsoft Entra as a client with a secret talks with, and of the identity endpoint that
 * App Service has on its machines. It names itself login.microsoftonline.com in its discovery
 * documents, and gives everybody the same token.
 */
export async function startAuthority(accessToken: string): Promise<Authority> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', `https://${HOST}`);
    requests.push(`${request.method} ${pathname}`);
    const form = new URLSearchParams(await text(request));
    const answer = answerTo(pathname, form, accessToken);
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { error: 'not_found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerTo(path: string, form: URLSearchParams, accessToken: string): object | undefined {
  const issuer = `https://${HOST}/${TENANT}`;
  switch (path) {
    case '/common/discovery/instance':
      return {
        tenant_discovery_endpoint: `${issuer}/v2.0/.well-known/openid-configuration`,
        'api-version': '1.1',
        metadata: [{ preferred_network: HOST, preferred_cache: HOST, aliases: [HOST] }],
      };
    case `/${TENANT}/v2.0/.well-known/openid-configuration`:
      return {
        issuer: `${issuer}/v2.0`,
        authorization_endpoint: `${issuer}/oauth2/v2.0/authorize`,
        token_endpoint: `${issuer}/oauth2/v2.0/token`,
        jwks_uri: `${issuer}/discovery/v2.0/keys`,
      };
    case `/${TENANT}/oauth2/v2.0/token`:
      return form.get('grant_type') === 'client_credentials'
        ? { token_type: 'Bearer', expires_in: 3599, access_token: accessToken }
        : undefined;
    case '/msi/token':
      return {
        token_type: 'Bearer',
        expires_on: String(Math.floor(Date.now() / 1000) + 3600),
        resource: 'https://management.azure.com',
        access_token: accessToken,
      };
    default:
      return undefined;
  }
}
