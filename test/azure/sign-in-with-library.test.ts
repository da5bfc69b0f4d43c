import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CERTIFICATE, KEY } from '../config/certificates.ts';
import { startRawServer } from './raw-server.ts';

const SCRIPT = `
  import { createCredential } from './src/azure/create-credential.ts';
  import { createTokenSource } from './src/azure/token-source.ts';
  const credential = await createCredential({ authorityHost: 'https://login.microsoftonline.com' });
  const tokens = createTokenSource({ credential, scope: 'https://management.azure.com/.default' });
  await tokens.get().catch(({ message }) => console.log(message));
`;

/** What is told of a sign-in by @azure/identity itself, in a process of its own, since it reads the environment. */
async function toldOf(env: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', SCRIPT],
    { cwd: `${import.meta.dirname}/../..`, env },
  );
  return stdout;
}

const PRINCIPAL = {
  AZURE_TENANT_ID: '11111111-2222-3333-4444-555555555555',
  AZURE_CLIENT_ID: '66666666-7777-8888-9999-000000000000',
};

test.each([
  [
    'an identity that is not assigned',
    { error: 'invalid_request', error_description: 'Identity not found' },
    /AZURE_CLIENT_ID to its client id/,
  ],
  [
    'several identities',
    {
      error: 'invalid_request',
      error_description: 'Multiple user assigned identities exist, please specify the clientId',
    },
    /several managed identities/,
  ],
])('the identity endpoint’s word for %s is understood', async (_, body, words) => {
  const listener: RequestListener = (__, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const identity = await startRawServer(listener);
  try {
    const told = await toldOf({
      AZURE_TOKEN_CREDENTIALS: 'prod',
      AZURE_POD_IDENTITY_AUTHORITY_HOST: identity.url,
    });
    expect(told).toMatch(words);
  } finally {
    await identity.close();
  }
});

test.each([
  [
    {
      ...PRINCIPAL,
      AZURE_FEDERATED_TOKEN_FILE: '/nowhere',
      AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential',
    },
    /federated token can’t be read \(ENOENT\).*AZURE_FEDERATED_TOKEN_FILE/,
  ],
  [
    {
      ...PRINCIPAL,
      AZURE_CLIENT_CERTIFICATE_PATH: '/nowhere',
      AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
    },
    /client certificate can’t be read \(ENOENT\).*AZURE_CLIENT_CERTIFICATE_PATH/,
  ],
])('a missing file is named by its setting: %o', async (env, words) => {
  expect(await toldOf(env)).toMatch(words);
});

test('behind a proxy that looks into TLS, the certificate is told', async ({ onTestFinished }) => {
  const inside = createTlsServer({ cert: CERTIFICATE, key: KEY }).listen(0, '127.0.0.1');
  const proxy = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    inside.close();
    proxy.close();
  });
  await Promise.all([once(inside, 'listening'), once(proxy, 'listening')]);
  proxy.on('connect', (_, client) => {
    const through = connect(portOf(inside), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(through).pipe(client);
    });
    for (const socket of [client, through]) socket.on('error', () => socket.destroy());
  });
  const told = await toldOf({
    ...PRINCIPAL,
    AZURE_CLIENT_SECRET: 'hunter2',
    AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
    HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
  });
  expect(told).toMatch(/is not trusted \([A-Z_]*CERT[A-Z_]*\).*NODE_EXTRA_CA_CERTS/);
});

function portOf(server: { address(): unknown }): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address)) return 0;
  return Number(address.port);
}
