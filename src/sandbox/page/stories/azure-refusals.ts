import type { Answer } from '../../azure/answer.ts';
import { armError } from '../../azure/arm-error.ts';

const RETRY_AFTER_S = 5;

/** ARM's 404: not known yet, or no longer kept. */
export const NOT_FOUND: Answer = {
  kind: 'status',
  ...armError(
    404,
    'ResourceNotFound',
    'The operation was not found, or its result is no longer kept.',
  ),
};

export const THROTTLED: Answer = {
  kind: 'status',
  ...armError(
    429,
    'SubscriptionRequestsThrottled',
    `Number of 'read' requests for the subscription exceeded. Please try again after '${RETRY_AFTER_S}' seconds after additional tokens are available.`,
    { 'retry-after': String(RETRY_AFTER_S) },
  ),
};

export const UNAVAILABLE: Answer = {
  kind: 'status',
  ...armError(503, 'ServerTimeout', 'The request timed out. Please try again later.'),
};

/** A gateway's page where JSON belongs. */
export const GATEWAY_PAGE: Answer = {
  kind: 'raw',
  status: 200,
  contentType: 'text/html',
  text: '<!doctype html><title>Service unavailable</title><h1>Our services are not available right now</h1>',
};
