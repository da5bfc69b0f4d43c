import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMPLETE, configOf, problemsOf } from './complete-environment.ts';

/** What is said of the one setting that is wrong. */
function problemOf(changes: Readonly<Record<string, string>>) {
  const problems = problemsOf({ ...COMPLETE, ...changes });
  return problems.map(({ setting, problem }) => `${setting} ${problem}`);
}

describe('AZURE_TOKEN_CREDENTIALS', () => {
  it.each(['prod', 'DEV', ' ManagedIdentityCredential ', 'managedidentitycredential', ''])(
    'may be %j',
    (value) => {
      expect(() => configOf({ AZURE_TOKEN_CREDENTIALS: value })).not.toThrow();
    },
  );

  it.each(['ManagedIdentity', 'production', 'prod,dev'])('may not be %j', (value) => {
    expect(problemOf({ AZURE_TOKEN_CREDENTIALS: value })).toEqual([
      expect.stringMatching(
        /^AZURE_TOKEN_CREDENTIALS must be one of: prod, dev, EnvironmentCredential, .*ManagedIdentityCredential/,
      ),
    ]);
  });

  it('may be what @azure/identity takes, and nothing else', () => {
    const source = readFileSync(
      `${import.meta.dirname}/../../node_modules/@azure/identity/dist/esm/credentials/defaultAzureCredential.js`,
      'utf8',
    );
    const [, names = ''] = /validCredentialNames = "([^"]+)"/.exec(source) ?? [];
    expect(problemOf({ AZURE_TOKEN_CREDENTIALS: 'x' })).toEqual([
      `AZURE_TOKEN_CREDENTIALS must be one of: prod, dev, ${names}`,
    ]);
  });
});

describe('AZURE_AUTHORITY_HOST', () => {
  it.each([
    ['https://login.microsoftonline.com', 'public'],
    ['https://login.microsoftonline.com/', 'public'],
    ['https://LOGIN.windows.net', 'public'],
    ['login.microsoftonline.us', 'usgov'],
    ['https://login.partner.microsoftonline.cn/', 'china'],
  ])('may be %s beside AZURE_CLOUD=%s', (host, cloud) => {
    const changes = { AZURE_AUTHORITY_HOST: host, AZURE_CLOUD: cloud };
    expect(() => configOf(changes)).not.toThrow();
  });

  it('may not be that of another cloud', () => {
    const host = 'https://login.microsoftonline.us/';
    expect(problemOf({ AZURE_AUTHORITY_HOST: host })).toEqual([
      'AZURE_AUTHORITY_HOST is the sign-in host of usgov, but AZURE_CLOUD is public (its default)',
    ]);
    expect(problemOf({ AZURE_AUTHORITY_HOST: host, AZURE_CLOUD: 'china' })).toEqual([
      'AZURE_AUTHORITY_HOST is the sign-in host of usgov, but AZURE_CLOUD is china',
    ]);
    expect(() => configOf({ AZURE_AUTHORITY_HOST: host, AZURE_ACCESS_TOKEN: 'x' })).not.toThrow();
  });

  it('may not be that of none', () => {
    expect(problemOf({ AZURE_AUTHORITY_HOST: 'https://login.example.com' })).toEqual([
      'AZURE_AUTHORITY_HOST is the sign-in host of none of Azure’s clouds; that of AZURE_CLOUD is used, so remove it',
    ]);
    expect(problemOf({ AZURE_AUTHORITY_HOST: '::' })).toEqual([
      'AZURE_AUTHORITY_HOST must be a URL',
    ]);
  });
});

describe('AZURE_RESOURCE_MANAGER_URL', () => {
  it.each(['https://westeurope.management.azure.com', 'https://arm.example.com'])(
    'may be %s, a regional or private one',
    (url) => {
      expect(configOf({ AZURE_RESOURCE_MANAGER_URL: url }).azure.armEndpoint).toBe(url);
    },
  );

  it('may not be that of another cloud', () => {
    const url = 'https://management.chinacloudapi.cn';
    expect(problemOf({ AZURE_RESOURCE_MANAGER_URL: url })).toEqual([
      'AZURE_RESOURCE_MANAGER_URL is the Azure Resource Manager of china, but AZURE_CLOUD is public (its default)',
    ]);
  });
});
