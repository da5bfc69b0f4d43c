import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startRawServer } from './raw-server.ts';

const SCRIPT = `
  import { createCredential } from './src/azure/create-credential.ts';
  import { createTokenSource } from './src/azure/token-source.ts';
  const fresh = () => createCredential({ authorityHost: 'https://login.microsoftonline.com' });
  const arm = 'https://management.azure.com';
  const tokens = createTokenSource({
    credential: await fresh(),
    scope: arm + '/.default',
    freshCredential: fresh,
    freshScope: arm + '//.default',
  });
  const first = await tokens.get();
  const cached = await (await fresh()).getToken(arm + '/.default', {});
  const second = await tokens.replace(first);
  console.log(JSON.stringify([first, cached.token, second.token, await tokens.get()]));
`;

test('a managed identity’s refused token is replaced past all that MSAL keeps', async ({
  onTestFinished,
}) => {
  const resources: (string | null)[] = [];
  const identity = await startRawServer((request, response) => {
    resources.push(new URL(request.url ?? '', 'http://x').searchParams.get('resource'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        access_token: `token-${resources.length}`,
        expires_on: String(Math.floor(Date.now() / 1000) + 86_400),
        resource: resources.at(-1),
        token_type: 'Bearer',
      }),
    );
  });
  onTestFinished(() => identity.close());
  // In a process of its own: the library reads the environment and keeps tokens as long as it lives.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', SCRIPT],
    {
      cwd: `${import.meta.dirname}/../..`,
      env: {
        AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
        IDENTITY_ENDPOINT: `${identity.url}/msi/token`,
        IDENTITY_HEADER: 'header',
      },
    },
  );
  // A fresh credential alone hands out the same token: MSAL keeps it for the process.
  expect(JSON.parse(stdout)).toEqual(['token-1', 'token-1', 'token-2', 'token-2']);
  expect(resources).toEqual(['https://management.azure.com', 'https://management.azure.com/']);
});
