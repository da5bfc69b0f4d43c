import { createHash, randomBytes } from 'node:crypto';

/** The parts of a URL that names an operation. */
export interface OperationAddress {
  readonly armEndpoint: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly operationId: string;
}

/** Where an operation stands under one of ARM's collections, without a signature. */
export function operationAddress(address: OperationAddress, collection: string): string {
  const { armEndpoint, subscriptionId, location, operationId } = address;
  return `${armEndpoint}/subscriptions/${subscriptionId}/providers/Microsoft.DBforMySQL/locations/${encodeURIComponent(location)}/${collection}/${operationId}?api-version=2024-12-30`;
}

/**
 * The URL of a response header as ARM writes it: `t` the time in ticks, `c` a certificate, `s` a
 * signature and `h` a hash, several KB in all. Here they are random.
 */
export function signedUrl(
  address: OperationAddress,
  collection: 'azureAsyncOperation' | 'operationResults',
  at: number,
): string {
  const ticks = 621_355_968_000_000_000n + BigInt(at) * 10_000n;
  const certificate = `MII${randomBytes(1_600).toString('base64url')}`;
  const signature = randomBytes(256).toString('base64url');
  const hash = createHash('sha256').update(signature).digest('base64url');
  return `${operationAddress(address, collection)}&t=${ticks}&c=${certificate}&s=${signature}&h=${hash}`;
}
