import { randomUUID } from 'node:crypto';
import type { KyInstance } from 'ky';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { Reading } from '../watch/reading.ts';
import { readClaimsChallenge } from './claims-challenge.ts';
import { operationUrl } from './format-operation.ts';
import { readingOfAnswer } from './reading-of-answer.ts';

export interface ProgressRequest {
  readonly client: KyInstance;
  readonly armEndpoint: string;
  readonly reference: OperationReference;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/**
 * What a request brought. `tokenRefused`: with the claims that Azure misses in it, if it said so. Not where the
 * subscription belongs to another tenant: no token of ours will do, and all others take this one.
 */
export interface ProgressOutcome {
  readonly reading: Reading;
  readonly tokenRefused?: { readonly claims: string | undefined };
}

/** Sends one OperationProgress_Get. Rejects where no answer came: a network error, an abort. */
export async function requestProgress(request: ProgressRequest): Promise<ProgressOutcome> {
  const { client, armEndpoint, reference, token, signal, now } = request;
  const response = await client.get(operationUrl(armEndpoint, reference), {
    headers: { authorization: `Bearer ${token}`, 'x-ms-client-request-id': randomUUID() },
    throwHttpErrors: false,
    signal,
  });
  const { status, headers } = response;
  const reading = readingOfAnswer(
    { status, headers, text: await response.text() },
    reference,
    now(),
  );
  if (reading.kind === 'snapshot' || reading.failure !== 'unauthorized') return { reading };
  return {
    reading,
    tokenRefused: { claims: readClaimsChallenge(headers.get('www-authenticate')) },
  };
}
