import { randomUUID } from 'node:crypto';
import { HTTPError, type KyInstance, SchemaValidationError } from 'ky';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { Reading } from '../watch/reading.ts';
import { readAnswerHeaders } from './answer-headers.ts';
import { readClaimsChallenge } from './claims-challenge.ts';
import { failureOfResponse } from './failure-of-response.ts';
import { operationUrl } from './format-operation.ts';
import { OperationProgress } from './operation-progress-schema.ts';

export interface ProgressRequest {
  readonly client: KyInstance;
  readonly armEndpoint: string;
  readonly reference: OperationReference;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** What a request brought. `tokenRefused`: with the claims that Azure misses in it, if it said so. */
export interface ProgressOutcome {
  readonly reading: Reading;
  readonly tokenRefused?: { readonly claims: string | undefined };
}

/** Sends one OperationProgress_Get. Rejects where no answer came: a network error, an abort. */
export async function requestProgress(request: ProgressRequest): Promise<ProgressOutcome> {
  const { client, armEndpoint, reference, token, signal, now } = request;
  const pending = client.get(operationUrl(armEndpoint, reference), {
    headers: { authorization: `Bearer ${token}`, 'x-ms-client-request-id': randomUUID() },
    signal,
  });
  try {
    const snapshot = await pending.json(OperationProgress);
    return {
      reading: { kind: 'snapshot', snapshot, ...readAnswerHeaders((await pending).headers, now()) },
    };
  } catch (error) {
    if (error instanceof HTTPError) {
      const { response, data } = error;
      const reading = failureOfResponse(response, data, reference, now());
      if (response.status !== 401) return { reading };
      const claims = readClaimsChallenge(response.headers.get('www-authenticate'));
      return { reading, tokenRefused: { claims } };
    }
    const unread = whyUnread(error);
    if (unread === undefined) throw error;
    return {
      reading: { kind: 'failure', ...unread, ...readAnswerHeaders((await pending).headers, now()) },
    };
  }
}

function whyUnread(error: unknown) {
  if (error instanceof SchemaValidationError) {
    return {
      failure: 'invalid',
      explanation: 'Azure’s answer was not what its specification says: it had no status.',
    } as const;
  }
  if (error instanceof SyntaxError) {
    return { failure: 'transient', explanation: 'Azure’s answer was not JSON.' } as const;
  }
  return undefined;
}
