import { type ArmError, armError } from './arm-error.ts';

/** The forms in which ARM and what stands before it say how long to wait. */
export const RETRY_AFTER_FORMS = [
  'retry-after in seconds',
  'retry-after as a date',
  'retry-after-ms',
  'x-ms-retry-after-ms',
] as const;
export type RetryAfterForm = (typeof RETRY_AFTER_FORMS)[number];

/**
 * ARM's refusal to answer more reads of a subscription.
 *
 * @param waitMs rounded up to what the form can tell: seconds, for the first two
 * @param now in milliseconds since the epoch
 */
export function throttled(
  subscriptionId: string,
  waitMs: number,
  form: RetryAfterForm,
  now: number,
): ArmError {
  const seconds = Math.ceil(waitMs / 1000);
  return armError(
    429,
    'SubscriptionRequestsThrottled',
    `Number of 'read' requests for subscription '${subscriptionId}' actor '11111111-1111-4111-8111-111111111111' exceeded. ` +
      `Please try again after '${seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
    retryAfter(waitMs, form, now),
  );
}

function retryAfter(waitMs: number, form: RetryAfterForm, now: number) {
  switch (form) {
    case 'retry-after in seconds':
      return { 'retry-after': String(Math.ceil(waitMs / 1000)) };
    case 'retry-after as a date':
      return { 'retry-after': new Date(Math.ceil((now + waitMs) / 1000) * 1000).toUTCString() };
    case 'retry-after-ms':
    case 'x-ms-retry-after-ms':
      return { [form]: String(waitMs) };
  }
}
