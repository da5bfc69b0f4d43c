import { describe, expect, it, test } from 'vitest';
import { CLOUDS, portalLink } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/create-credential.ts';

const server =
  '/subscriptions/5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e/resourceGroups/rg-shop/providers/Microsoft.DBforMySQL/flexibleServers/orders-prod';

test('every cloud has its own https hosts', () => {
  const hosts = Object.values(CLOUDS).flatMap((cloud) => Object.values(cloud));
  expect(new Set(hosts).size).toBe(9);
  for (const host of hosts) expect(host).toMatch(/^https:\/\/[a-z.]+$/);
});

test('every cloud has a credential', async () => {
  for (const cloud of Object.values(CLOUDS)) {
    expect(await createCredential(cloud, undefined)).toHaveProperty('getToken');
  }
});

describe('portalLink', () => {
  it('leads to the server in the cloud’s portal', () => {
    expect(portalLink(CLOUDS.usgov, server)).toBe(`https://portal.azure.us/#@/resource${server}`);
  });

  it('encodes what a resource group’s name may hold', () => {
    const id = server.replace('rg-shop', 'rg (läden)|<x>');
    expect(portalLink(CLOUDS.public, id)).toContain('/rg%20(l%C3%A4den)%7C%3Cx%3E/');
  });

  it.each([
    '',
    'https://evil.example/',
    server.slice(1),
    `${server}/../../..`.replace('flexibleServers/', ''),
    '/subscriptions/x/resourceGroups/y',
    server.replace('rg-shop', '\ud800'),
    `${server}${'x'.repeat(2_000)}`,
  ])('makes no link of %s', (id) => {
    expect(portalLink(CLOUDS.public, id)).toBeUndefined();
  });
});
