import type { KnownSentence, Remedy, RemedyTable } from './remedy.ts';

const LEARN = 'https://learn.microsoft.com';
const REFUSALS = `${LEARN}/troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-403-errors`;
const SAS_CODES = `${LEARN}/rest/api/storageservices/sas-error-codes`;
const BLOB_CODES = `${LEARN}/rest/api/storageservices/blob-service-error-codes`;
const BLOCKS = `${LEARN}/troubleshoot/azure/azure-storage/blobs/connectivity/invalid-blob-or-block-content-or-invalid-block-list`;
const REHYDRATION = `${LEARN}/azure/storage/blobs/archive-rehydrate-to-online-tier`;

const missingPermission: Remedy = {
  means: 'The SAS token or role for the storage account lacks a permission.',
  attempt: 'Give it the missing permission on the container, and start again.',
  link: REFUSALS,
};

const behindFirewall: Remedy = {
  means: 'The storage account refused the request, as a rule by its firewall or network rules.',
  attempt: 'Check its settings of public access, firewall and virtual networks.',
  link: REFUSALS,
};

const refusedToken: Remedy = {
  means:
    'The SAS token or key for the storage account was refused: expired, renewed or incomplete.',
  attempt: 'Make a new SAS token that outlasts the operation, and start again with it.',
  link: REFUSALS,
};

const noKeys: Remedy = {
  means: 'The storage account takes no account keys, and no SAS tokens signed with one.',
  attempt: 'Use a user delegation SAS, or allow shared keys on the storage account.',
  link: `${LEARN}/azure/storage/common/shared-key-authorization-prevent`,
};

const anonymous: Remedy = {
  means: 'The request carried no SAS token or sign-in, which the storage account asks for.',
  attempt: 'Give the operation a SAS token for the container.',
  link: `${LEARN}/troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-publicaccessnotpermitted-error`,
};

const disabledAccount: Remedy = {
  means: 'The storage account is disabled, as a rule because its subscription is.',
  attempt: 'Find out why the subscription is disabled, and have it reactivated.',
  link: `${LEARN}/azure/cost-management-billing/manage/subscription-disabled`,
};

const noContainer: Remedy = {
  means: 'The storage account has no container of that name.',
  attempt: 'Check the name of the container, or create it, and start again.',
  link: BLOB_CODES,
};

const noBlob: Remedy = {
  means: 'A file that the operation needs is not in the container.',
  attempt: 'Check the path, and whether the backup was uploaded as a whole.',
  link: BLOB_CODES,
};

const immutable: Remedy = {
  means:
    'An immutability policy or a legal hold keeps the files in the container from being changed.',
  attempt: 'Use a container without one.',
  link: BLOB_CODES,
};

const archived: Remedy = {
  means: 'A file lies in the archive tier, where it cannot be read.',
  attempt: 'Bring it back to the hot or cool tier first, which may take up to 15 hours.',
  link: REHYDRATION,
};

const uncommittedBlocks: Remedy = {
  means: 'Blocks of a broken-off or simultaneous upload of the same file are in the way.',
  attempt: 'Remove the uncommitted blocks, let nothing else write there, and start again.',
  link: BLOCKS,
};

const overLimit: Remedy = {
  means: 'The storage account has more to do than its limits allow.',
  attempt: 'Start again when less goes on there.',
  link: `${LEARN}/azure/storage/common/storage-ref-azcopy-error-codes`,
};

/** What Azure Storage answers where a backup is written or an import is read. */
export const storageRemedies: RemedyTable = {
  AuthorizationPermissionMismatch: missingPermission,
  AuthorizationFailure: behindFirewall,
  AuthenticationFailed: refusedToken,
  AuthorizationSourceIPMismatch: {
    means: 'The SAS token is good for other IP addresses only.',
    attempt: 'Make a SAS token without a range of IP addresses, and start again with it.',
    link: SAS_CODES,
  },
  AuthorizationServiceMismatch: {
    means: 'The SAS token is for another service of the storage account than blobs.',
    attempt: 'Make a SAS token for the blob service, and start again with it.',
    link: REFUSALS,
  },
  AuthorizationResourceTypeMismatch: {
    means: 'The SAS token is not good for this type of resource.',
    attempt: 'Make a SAS token that allows the missing resource type.',
    link: SAS_CODES,
  },
  KeyBasedAuthenticationNotPermitted: noKeys,
  PublicAccessNotPermitted: anonymous,
  AccountIsDisabled: disabledAccount,
  ContainerNotFound: noContainer,
  ContainerBeingDeleted: {
    means: 'The container is just being deleted.',
    attempt: 'Use another container, or wait until it is gone and create it anew.',
    link: BLOB_CODES,
  },
  BlobNotFound: noBlob,
  BlobAlreadyExists: {
    means: 'There is a file of that name already.',
    attempt: 'Choose another name or an empty container, and start again.',
    link: BLOB_CODES,
  },
  BlobImmutableDueToPolicy: immutable,
  BlobImmutableDueToLegalHold: immutable,
  BlobArchived: archived,
  BlobBeingRehydrated: {
    means: 'A file is still on its way out of the archive tier.',
    attempt: 'Start again when it has arrived, which may take up to 15 hours.',
    link: REHYDRATION,
  },
  BlockCountExceedsLimit: uncommittedBlocks,
  InvalidBlobOrBlock: uncommittedBlocks,
  InvalidBlock: uncommittedBlocks,
  InvalidBlockList: uncommittedBlocks,
};

/** The same where only its sentence is left, inside the text of an exception. */
export const storageSentences: readonly KnownSentence[] = [
  {
    pattern: /not authorized to perform this operation using this permission/i,
    remedy: missingPermission,
  },
  { pattern: /not authorized to perform this operation(?! using)/i, remedy: behindFirewall },
  { pattern: /server failed to authenticate the request/i, remedy: refusedToken },
  { pattern: /key based authentication is not permitted on this storage/i, remedy: noKeys },
  { pattern: /public access is not permitted on this storage account/i, remedy: anonymous },
  { pattern: /the specified account is disabled/i, remedy: disabledAccount },
  { pattern: /the specified container does not exist/i, remedy: noContainer },
  { pattern: /the specified blob does not exist/i, remedy: noBlob },
  { pattern: /not permitted as the blob is immutable/i, remedy: immutable },
  { pattern: /not permitted on an archived blob/i, remedy: archived },
  {
    pattern: /(?:ingress|egress|operations per second) is over the account limit/i,
    remedy: overLimit,
  },
];
