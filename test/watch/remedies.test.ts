import { describe, expect, it, test } from 'vitest';
import { generalRemedies } from '../../src/watch/remedies/general-remedies.ts';
import {
  mysqlErrorRemedies,
  mysqlRemedies,
  mysqlSentences,
} from '../../src/watch/remedies/mysql-remedies.ts';
import { resourceManagerRemedies } from '../../src/watch/remedies/resource-manager-remedies.ts';
import { storageRemedies, storageSentences } from '../../src/watch/remedies/storage-remedies.ts';
import { remedyFor } from '../../src/watch/remedies.ts';

const TABLES = [storageRemedies, mysqlRemedies, resourceManagerRemedies, generalRemedies];
const CODES = TABLES.flatMap((table) => Object.keys(table));
const SENTENCES = [...storageSentences, ...mysqlSentences];
const REMEDIES = new Set([
  ...[...TABLES, mysqlErrorRemedies].flatMap((table) => Object.values(table)),
  ...SENTENCES.map(({ remedy }) => remedy),
]);

describe('what helps against a code', () => {
  it('is found in whatever case a service writes it', () => {
    const remedy = remedyFor({ code: 'AuthorizationPermissionMismatch' });

    expect(remedy?.means).toContain('lacks a permission');
    expect(remedyFor({ code: 'authorizationpermissionmismatch' })).toBe(remedy);
    expect(remedyFor({ code: ' AUTHORIZATIONPERMISSIONMISMATCH ' })).toBe(remedy);
  });

  test.each(CODES)('is known for %s, whatever Azure says with it', (code) => {
    const remedy = remedyFor({ code });

    expect(remedy).toBeDefined();
    expect(remedyFor({ code, message: 'It did not work.' })).toBe(remedy);
  });

  it('is one thing, in whichever table the code stands', () => {
    expect(new Set(CODES.map((code) => code.toLowerCase())).size).toBe(CODES.length);
  });

  it('is nothing for what is not known', () => {
    const unknown = ['', 'Nope', 'constructor', '__proto__', 'Authorization', '1227', '403'];

    for (const code of unknown) {
      const message = 'System.AggregateException: 1227 tables failed';
      expect(remedyFor({ code, message })).toBeUndefined();
    }
    expect(remedyFor({})).toBeUndefined();
  });
});

describe('what helps, as people read it,', () => {
  test.each([...REMEDIES])('is short and plain: $means $attempt', ({ means, attempt, link }) => {
    for (const sentence of [means, attempt]) {
      expect(sentence).toMatch(/^[A-Z][^\n]{9,158}\.$/);
      expect(sentence).not.toMatch(/[.!?] [A-Z]/);
    }
    const { protocol, hostname, pathname } = new URL(link);
    expect([protocol, hostname]).toEqual(['https:', 'learn.microsoft.com']);
    // Without a language, Microsoft answers in the reader's own.
    expect(pathname).not.toMatch(/^\/[a-z]{2}-[a-z]{2}\//i);
  });
});

/** Texts as services and tools write them, and the code whose remedy they should get. */
const TEXTS: readonly (readonly [text: string, code: string])[] = [
  [
    'System.AggregateException: One or more errors occurred. (This request is not authorized to perform this operation using this permission.\nRequestId:1)',
    'AuthorizationPermissionMismatch',
  ],
  ['This request is not authorized to perform this operation.', 'AuthorizationFailure'],
  [
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly.',
    'AuthenticationFailed',
  ],
  [
    'Key based authentication is not permitted on this storage account.',
    'KeyBasedAuthenticationNotPermitted',
  ],
  ['Public access is not permitted on this storage account.', 'PublicAccessNotPermitted'],
  ['The specified account is disabled.', 'AccountIsDisabled'],
  ['The specified container does not exist.', 'ContainerNotFound'],
  ['The specified blob does not exist.', 'BlobNotFound'],
  [
    'This operation is not permitted as the blob is immutable due to one or more legal holds.',
    'BlobImmutableDueToLegalHold',
  ],
  ['This operation is not permitted on an archived blob.', 'BlobArchived'],
  ['Status: 409 (Conflict)\nErrorCode: BlobArchived\n', 'BlobArchived'],
  ['<?xml version="1.0"?><Error><Code>ContainerBeingDeleted</Code>', 'ContainerBeingDeleted'],
  ['{"error":{"code":"ScopeLocked","message":"…"}}', 'ScopeLocked'],
  ['StatusCode=409 -- Original Error: Code="QuotaExceeded" Message="…"', 'QuotaExceeded'],
  ['It is over. (Code: InternalServerError)', 'InternalServerError'],
  ['Import source storage is not accessible.', 'InvalidImportSourceDetails'],
  ['Provisioning in requested region is not supported.', 'ProvisionNotSupportedForRegion'],
  ["Provisioning in the requested region isn't supported.", 'ProvisionNotSupportedForRegion'],
  [
    'Provisioning is restricted in this region. Please choose a different region.',
    'ProvisionNotSupportedForRegion',
  ],
  ['Specified Availability Zone not supported in this region.', 'AvailableZoneNotFound'],
];

/** The same for texts whose cause has no code, and a word of what is told. */
const CODELESS_TEXTS: readonly (readonly [text: string, told: RegExp])[] = [
  ['Egress is over the account limit.', /limits/],
  ['Not enough quota to provision or update the server for your subscription.', /quota/],
  [
    'Operation could not be completed as it results in exceeding approved Total Regional Cores quota.',
    /quota/,
  ],
  ['Specified SKU is not supported in this region. Please choose a different SKU.', /size/],
  ["The specified VM family isn't supported in this region.", /size/],
  [
    'ERROR 1227 (42000) at line 295: Access denied; you need (at least one of) the SUPER or SET_USER_ID privileges for this operation',
    /SUPER/,
  ],
  [
    "ERROR 1419 (HY000): You don't have the SUPER privilege and binary logging is enabled",
    /functions or triggers/,
  ],
  ["ERROR 1045 (28000): Access denied for user 'dba'@'10.0.0.4' (using password: YES)", /user/],
  ['ERROR 1040 (08004): Too many connections', /connection/],
  [
    'ERROR 4109 (HY000) at line 362: Failed to generate invisible primary key. Auto-increment column already exists.',
    /invisible primary key/,
  ],
  ['Fatal error reading binlog. This error may indicate that …', /binary logs/],
  ['the master has purged binary logs containing GTIDs that the slave requires.', /binary logs/],
  [
    "Different lower_case_table_names settings for server ('1') and data dictionary ('0').",
    /lower_case_table_names/,
  ],
  ['Storage engine MyISAM is disabled (Table creation is disallowed).', /storage engine/],
  ['Row size too large (> 8126). Changing some columns to TEXT may help.', /page size/],
  [
    'The MySQL server is running with the --read-only option so it cannot execute this statement',
    /takes no writes/,
  ],
];

describe('where the code tells nothing, the message', () => {
  test.each(TEXTS)('is understood: %s', (message, code) => {
    expect(remedyFor({ code: 'AggregateException', message })).toBe(remedyFor({ code }));
    expect(remedyFor({ message })).toBe(remedyFor({ code }));
  });

  test.each(CODELESS_TEXTS)('is understood: %s', (message, told) => {
    expect(remedyFor({ code: 'AggregateException', message })?.means).toMatch(told);
  });

  it('is understood for every sentence that is known', () => {
    const texts = [...TEXTS, ...CODELESS_TEXTS].map(([text]) => text);
    const never = SENTENCES.filter(({ pattern }) => !texts.some((text) => pattern.test(text)));

    expect(never).toEqual([]);
  });

  test.each([
    'This request is not authorized to perform this operation using this protocol.',
    'The container was authorized.',
    'Error code: 12',
    'Barcode: ScopeLocked',
    'Decode: nothing',
    '1227 tables were not written',
    'ERROR 1064 (42000): You have an error in your SQL syntax',
    'Storage engine InnoDB is disabled',
    'The quota exceeds approved expectations',
    'Mismatch in count of number of Commited-Blocks from service.',
  ])('gives nothing away that it does not say: %s', (message) => {
    expect(remedyFor({ code: 'AggregateException', message })).toBeUndefined();
  });

  it('counts less than a code that says much, and more than one that is used for many things', () => {
    const message = 'The specified container does not exist.';
    const container = remedyFor({ message });

    expect(remedyFor({ code: 'AccountIsDisabled', message })).not.toBe(container);
    expect(remedyFor({ code: 'InternalServerError', message })).toBe(container);
    expect(remedyFor({ message: `Code: InternalServerError. ${message}` })).toBe(container);
  });
});
