import type { Remedy, RemedyTable } from './remedy.ts';

const LEARN = 'https://learn.microsoft.com';
const DEPLOYMENT = `${LEARN}/azure/azure-resource-manager/troubleshooting/common-deployment-errors`;

const faultOfAzure: Remedy = {
  means: 'Azure had a fault of its own, which often passes.',
  attempt: "Start again after a few minutes, and ask Azure's support if it fails again.",
  link: `${LEARN}/azure/mysql/flexible-server/how-to-troubleshoot-cli-errors`,
};

/** Codes that several services use, and so widely that a known sentence beside them says more. */
export const generalRemedies: RemedyTable = {
  InternalServerError: faultOfAzure,
  InternalError: faultOfAzure,
  ServerBusy: {
    means: 'The storage account or the server was too busy to take the request.',
    attempt: 'Start again when less goes on there.',
    link: `${LEARN}/azure/storage/common/storage-ref-azcopy-error-codes`,
  },
  OperationTimedOut: {
    means: 'Azure could not finish a request in the time that it allows.',
    attempt: 'Start again when less goes on at the storage account and the server.',
    link: `${LEARN}/azure/storage/blobs/scalability-targets`,
  },
  OperationNotAllowed: {
    means: 'The size of the server does not allow this, or a quota is used up.',
    attempt: 'Compare the usage with the quotas of the subscription, and ask for more if need be.',
    link: DEPLOYMENT,
  },
  Conflict: {
    means: 'The resource is in a state in which it does not take this operation.',
    attempt: 'Look at its state in the portal, and start again when it has changed.',
    link: DEPLOYMENT,
  },
  ResourceNotFound: {
    means:
      'Something that the operation needs is missing: deleted, misspelt, or in another subscription.',
    attempt: 'Check that what the error names is there.',
    link: DEPLOYMENT,
  },
  InvalidParameterValue: {
    means: 'The operation was given a value that it does not take.',
    attempt: 'Check the values against the reference of az mysql flexible-server.',
    link: `${LEARN}/azure/mysql/flexible-server/how-to-troubleshoot-cli-errors`,
  },
};
