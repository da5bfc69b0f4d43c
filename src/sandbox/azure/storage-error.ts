import type { SimulatedErrorDetail } from './ended-operation.ts';

/** Why the simulated operations fail: a tree as the service sends it, a signed URL in it included. */
export const STORAGE_ERROR: SimulatedErrorDetail = {
  code: 'AggregateException',
  message:
    'System.AggregateException: One or more errors occurred. (Mismatch in count of number of Commited-Blocks from service.)',
  details: [
    {
      code: 'StorageUploadFailed',
      message:
        'Writing to https://shopbackups.blob.core.windows.net/orders/full.xbstream?sv=2024-11-04&sr=c&sp=rwl&sig=c2ltdWxhdGVkLXNpZ25hdHVyZQ%3D%3D failed.',
      details: [
        {
          code: 'AuthorizationPermissionMismatch',
          message:
            'This request is not authorized to perform this operation using this permission.',
        },
      ],
    },
  ],
};
