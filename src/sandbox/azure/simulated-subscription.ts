/** The subscription that there is where none is named. */
export const DEFAULT_SUBSCRIPTION_ID = '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e';

/** A subscription of the simulated Azure. Without the role, every read in it is a 403. */
export interface SimulatedSubscription {
  readonly id: string;
  /** Whether the token's identity has the role Reader on it. Default true. */
  readonly reader?: boolean;
}
