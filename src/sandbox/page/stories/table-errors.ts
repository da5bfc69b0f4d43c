import type { SimulatedErrorDetail } from '../../azure/ended-operation.ts';

const TABLES = [
  'customers',
  'orders',
  'order_lines',
  'invoices',
  'payments',
  'refunds',
  'shipments',
  'stock_levels',
  'price_history',
  'audit_log',
];

/** A tree of errors that is too long for an alert, so that the whole stands in the alert's thread. */
export const TABLE_ERRORS: SimulatedErrorDetail = {
  code: 'BackupAndExportFailed',
  message:
    'The backup of server billing-prod could not be exported. 10 of 214 tables were not written; see the details.',
  details: TABLES.map((table, index) => ({
    code: 'TableExportFailed',
    message: `Exporting table billing.${table} to https://shopbackups.blob.core.windows.net/billing/${table}.xbstream?sv=2024-11-04&sr=c&sp=rwl&sig=c2ltdWxhdGVkLXNpZ25hdHVyZQ%3D%3D broke off after ${(index + 3) * 137} blocks.`,
    details: [
      {
        code: 'StorageUploadFailed',
        message: 'The server closed the connection while a block was being committed.',
        details: [
          {
            code: 'AuthorizationPermissionMismatch',
            message:
              'This request is not authorized to perform this operation using this permission.',
          },
        ],
      },
    ],
  })),
};
