import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import {
  CERTIFICATE,
  ENDED_CERTIFICATE,
  KEY,
  LOCKED_KEY,
  OLD_FORM_KEY,
  WHILE_VALID,
} from '../certificates.ts';
import { COMPLETE, configOf, problemsOf } from '../complete-environment.ts';

const TLS = { REDIS_URL: 'rediss://h' };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mysqlop-pem-'));
  writeFileSync(join(folder, 'ca.pem'), CERTIFICATE);
});
afterAll(() => rmSync(folder, { recursive: true }));

function oneLine(pem: string): string {
  return pem.replaceAll('\n', '\\n');
}

describe('certificates and keys', () => {
  it('are read from files', () => {
    expect(configOf({ ...TLS, REDIS_CA: join(folder, 'ca.pem') }).redis.tls).toEqual({
      ca: CERTIFICATE,
      cert: undefined,
      key: undefined,
    });
  });

  it('are taken as text, with line breaks or with \\n for each', () => {
    for (const write of [(pem: string) => pem.trim(), (pem: string) => oneLine(pem.trim())]) {
      const set = { REDIS_CERT: write(CERTIFICATE), REDIS_KEY: write(KEY) };
      expect(configOf({ ...TLS, ...set }).redis.tls).toEqual({
        ca: undefined,
        cert: CERTIFICATE.trim(),
        key: KEY.trim(),
      });
    }
  });

  it('may stand in one file, several to a file, in any form of a key', () => {
    const both = `${CERTIFICATE}${ENDED_CERTIFICATE}${KEY}`;
    for (const key of [both, OLD_FORM_KEY]) {
      const { tls } = configOf({ ...TLS, REDIS_CERT: both, REDIS_KEY: key }).redis;
      expect(tls).toMatchObject({ cert: both.trim(), key: key.trim() });
    }
  });

  it.each([
    ['REDIS_CA', 'no-such-file.pem', /there is no such file/],
    ['REDIS_CERT', '', /that is a folder/],
  ] as const)('are missed in %s where the path leads to nothing', (name, file, sentence) => {
    expect(problemsOf({ ...COMPLETE, ...TLS, [name]: join(folder, file) })).toEqual([
      expect.objectContaining({ setting: name, problem: expect.stringMatching(sentence) }),
    ]);
  });

  it('are missed where the process may not read them', () => {
    const readFile = () => {
      throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
    };
    const set = { ...COMPLETE, ...TLS, REDIS_CA: '/root/ca.pem' };
    expect(loadConfig(set, { readFile })).toMatchObject({
      problems: [{ setting: 'REDIS_CA', problem: expect.stringContaining('may not read') }],
    });
  });

  it.each([
    ['REDIS_CA', KEY, /with a certificate in it/],
    ['REDIS_CA', CERTIFICATE.slice(0, 200), /damaged or cut off/],
    ['REDIS_CA', `${CERTIFICATE}${CERTIFICATE.slice(0, 200)}`, /damaged or cut off/],
    ['REDIS_CA', `${CERTIFICATE}${CERTIFICATE.replace('MII', 'MIJ')}`, /damaged or cut off/],
    ['REDIS_KEY', CERTIFICATE, /with a private key in it/],
    ['REDIS_KEY', KEY.slice(0, 100), /damaged or cut off/],
    ['REDIS_KEY', LOCKED_KEY, /without a passphrase/],
  ] as const)('are refused in %s where they are none (%#)', (name, pem, sentence) => {
    expect(problemsOf({ ...COMPLETE, ...TLS, [name]: pem })).toEqual([
      expect.objectContaining({ setting: name, problem: expect.stringMatching(sentence) }),
    ]);
  });
});

describe('the time of certificates', () => {
  const shown = { REDIS_CERT: CERTIFICATE, REDIS_KEY: KEY };
  const DAY = 86_400_000;
  const at = (nowMs: number, set: object) => loadConfig({ ...COMPLETE, ...TLS, ...set }, { nowMs });

  it.each([
    [-30 * DAY, 'REDIS_CERT', /begins on \d{4}-\d\d-\d\d$/, shown],
    [50_000 * DAY, 'REDIS_CERT', /ended on \d{4}-\d\d-\d\d$/, shown],
    [0, 'REDIS_CA', /ended on \d{4}-\d\d-\d\d$/, { REDIS_CA: ENDED_CERTIFICATE }],
  ])('is looked at (%#)', (awayMs, setting, sentence, set) => {
    expect(at(WHILE_VALID + awayMs, set)).toMatchObject({
      problems: [{ setting, problem: expect.stringMatching(sentence) }],
    });
  });

  it('does not matter of one authority among several', () => {
    const set = { REDIS_CA: `${ENDED_CERTIFICATE}${CERTIFICATE}` };
    expect(at(WHILE_VALID, set)).toMatchObject({ kind: 'config' });
  });
});
