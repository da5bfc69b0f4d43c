/** The subscription that there is where none is named. */
export const DEFAULT_SUBSCRIPTION_ID = '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e';

/** The tenant that the simulated tokens are of. */
export const DEFAULT_TENANT_ID = '0c1d2e3f-4a5b-4c6d-8e7f-8091a2b3c4d5';

/**
 * A subscription of the simulated Azure. Without the role, every read in it is a 403; of another tenant than the
 * token's, a 401 that names both.
 */
export interface SimulatedSubscription {
  readonly id: string;
  /** Whether the token's identity has the role Reader on it. Default true. */
  readonly reader?: boolean;
  /** Default: the one that the tokens are of. */
  readonly tenantId?: string;
}
