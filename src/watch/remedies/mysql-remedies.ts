import type { KnownSentence, Remedy, RemedyTable } from './remedy.ts';

const MYSQL = 'https://learn.microsoft.com/azure/mysql';
const CAPACITY = `${MYSQL}/flexible-server/resolve-capacity-errors`;
const CUSTOMER_KEYS = `${MYSQL}/flexible-server/concepts-customer-managed-key`;
const IMPORT = `${MYSQL}/migrate/migrate-external-mysql-import-cli`;
const PARAMETERS = `${MYSQL}/flexible-server/concepts-server-parameters`;
const LIMITATIONS = `${MYSQL}/flexible-server/concepts-limitations`;
const COMMON_ERRORS = `${MYSQL}/flexible-server/how-to-troubleshoot-common-errors`;
const MIGRATION = 'https://learn.microsoft.com/azure/dms/known-issues-azure-mysql-fs-online';

const unreachableSource: Remedy = {
  means: 'The container that the import reads could not be reached.',
  attempt: 'Check the SAS token, and that the storage account is open to the public network.',
  link: IMPORT,
};

const closedRegion: Remedy = {
  means: 'The subscription may not create servers in this region, or the region is full.',
  attempt: 'Use another region, or file a support request for access to this one.',
  link: CAPACITY,
};

const closedZone: Remedy = {
  means: 'The subscription cannot use this availability zone in this region.',
  attempt: 'Choose another availability zone.',
  link: CAPACITY,
};

const missingSku: Remedy = {
  means: 'The region does not have this server size, or has none left.',
  attempt: 'Choose another size or another region.',
  link: CAPACITY,
};

const usedUpQuota: Remedy = {
  means: "The subscription's quota is used up.",
  attempt: 'Ask Azure for a higher quota, and start again when it is granted.',
  link: `${MYSQL}/flexible-server/how-to-request-quota-increase`,
};

const lostBinlog: Remedy = {
  means: 'The source had deleted binary logs that were still needed.',
  attempt: 'Raise binlog_expire_logs_seconds on the source, and begin again.',
  link: MIGRATION,
};

const invisibleKey: Remedy = {
  means: 'The invisible primary key that the server adds to tables clashes with one of their own.',
  attempt: 'Set sql_generate_invisible_primary_key to OFF, and start again.',
  link: MIGRATION,
};

/** What Azure Database for MySQL answers, and Key Vault where the server's data is encrypted with a key in it. */
export const mysqlRemedies: RemedyTable = {
  InvalidImportSourceDetails: unreachableSource,
  ServerUnavailableForOperation: {
    means: 'The server is stopped, or in another state in which it cannot do this.',
    attempt: 'Start the server, and then the operation again.',
    link: `${MYSQL}/flexible-server/how-to-restart-stop-start-server-cli`,
  },
  ProvisionNotSupportedForRegion: closedRegion,
  AvailableZoneNotFound: closedZone,
  AzureKeyVaultKeyNotFound: {
    means: "The key that encrypts the server's data was not found in the key vault.",
    attempt:
      'Check its name or recover it, and revalidate it in the data encryption of the server.',
    link: CUSTOMER_KEYS,
  },
  AzureKeyVaultKeyDisabledMessage: {
    means: "The key that encrypts the server's data is disabled.",
    attempt: 'Enable the key, and revalidate it in the data encryption of the server.',
    link: CUSTOMER_KEYS,
  },
  AzureKeyVaultMissingPermissionsMessage: {
    means: "The server's identity may not use the key that encrypts its data.",
    attempt: 'Give the identity Get, List, Wrap Key and Unwrap Key on the key vault.',
    link: CUSTOMER_KEYS,
  },
  ForbiddenByFirewall: {
    means: "The key vault's firewall refused the request.",
    attempt: 'Let the caller through the firewall of the key vault.',
    link: 'https://learn.microsoft.com/azure/key-vault/general/common-error-codes',
  },
};

/** MySQL's own errors, by the number in `ERROR 1227 (42000)`. */
export const mysqlErrorRemedies: RemedyTable = {
  1040: {
    means: 'The server had no connection left.',
    attempt: 'Raise max_connections, or close connections that nobody uses.',
    link: PARAMETERS,
  },
  1045: {
    means: 'The server refused the user: a wrong password, or there is no such user.',
    attempt: 'Check that the user exists, and its password.',
    link: COMMON_ERRORS,
  },
  1227: {
    means: 'The dump needs the SUPER privilege, which Azure gives nobody.',
    attempt: 'Remove its DEFINER clauses and the lines that set SQL_LOG_BIN or GTID_PURGED.',
    link: COMMON_ERRORS,
  },
  1419: {
    means: 'The server takes no functions or triggers from users without the SUPER privilege.',
    attempt: 'Set log_bin_trust_function_creators to ON, and start again.',
    link: COMMON_ERRORS,
  },
  4109: invisibleKey,
};

/** The same, and what has no code: sentences of Azure Database for MySQL and of MySQL. */
export const mysqlSentences: readonly KnownSentence[] = [
  { pattern: /import source storage is not accessible/i, remedy: unreachableSource },
  { pattern: /not enough quota to provision or update the server/i, remedy: usedUpQuota },
  { pattern: /exceeding approved .{1,80} quota/i, remedy: usedUpQuota },
  {
    pattern: /provisioning in (?:the )?requested region (?:is not|isn't) supported/i,
    remedy: closedRegion,
  },
  {
    pattern: /provisioning is restricted in this region|the region is out of capacity/i,
    remedy: closedRegion,
  },
  {
    pattern: /specified availability zone (?:is )?not supported in this region/i,
    remedy: closedZone,
  },
  {
    pattern: /specified (?:sku|vm family) (?:is not|isn't|not) supported in this region/i,
    remedy: missingSku,
  },
  { pattern: /failed to generate invisible primary key/i, remedy: invisibleKey },
  { pattern: /fatal error reading binlog|has purged binary logs containing/i, remedy: lostBinlog },
  {
    pattern: /different lower_case_table_names settings for server/i,
    remedy: {
      means: 'The backup is of a server with another lower_case_table_names.',
      attempt: 'Take the backup from a source with lower_case_table_names = 1.',
      link: IMPORT,
    },
  },
  {
    pattern: /storage engine (?:myisam|blackhole|archive|federated) is disabled/i,
    remedy: {
      means: 'A table uses a storage engine that Azure does not support.',
      attempt: 'Convert the table to InnoDB on the source, and start again.',
      link: LIMITATIONS,
    },
  },
  {
    pattern: /row size too large \(> ?\d+\)/i,
    remedy: {
      means: 'The rows of a table do not fit the page size.',
      attempt: 'Change the table so that its rows fit, and start again.',
      link: PARAMETERS,
    },
  },
  {
    pattern: /server is running with the --(?:super-)?read-only option/i,
    remedy: {
      means: 'The server takes no writes, since its storage is nearly full or it is a replica.',
      attempt: 'Look at its used storage, and enlarge it where it is nearly full.',
      link: `${MYSQL}/flexible-server/concepts-service-tiers-storage`,
    },
  },
];
