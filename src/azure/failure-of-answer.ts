import type { FailureKind, SignInRefusal } from '../watch/reading.ts';
import { API_VERSION } from './format-operation.ts';
import { otherTenantAdvice, tenantsIn } from './other-tenant.ts';

/** An answer of Azure's that holds no reading. */
export interface RefusedAnswer {
  readonly status: number;
  /** Of ARM's error shape, cleaned, where the answer had it. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** Whether it is Azure's word: of ARM's error shape. Filters and gateways answer 403 and 404, too. */
  readonly fromArm: boolean;
  /** What it says where it is not; cleaned, in one line. */
  readonly words: string | undefined;
  readonly subscriptionId: string;
}

interface Rule {
  readonly when: (answer: RefusedAnswer) => boolean;
  readonly failure: FailureKind;
  readonly explain: (answer: RefusedAnswer) => string;
  /** Where it refuses our sign-in: who does. */
  readonly refusal?: (answer: RefusedAnswer) => SignInRefusal;
}

const UNSUPPORTED_CODES = new Set([
  'noregisteredproviderfound',
  'locationnotavailableforresourcetype',
  'invalidresourcetype',
  'invalidresourcenamespace',
  'invalidapiversionparameter',
]);

const hasStatus = (status: number) => (answer: RefusedAnswer) => answer.status === status;
const hasCode = (code: string) => (answer: RefusedAnswer) => answer.code?.toLowerCase() === code;

/** What each answer means; the first rule that applies counts, so the special stands before the general. */
const RULES: readonly Rule[] = [
  {
    when: ({ message }) => /only the original caller/i.test(message ?? ''),
    failure: 'forbidden',
    explain: () =>
      'Azure shows this operation only to the identity that started it, so it can’t be read from here.',
  },
  {
    when: hasStatus(429),
    failure: 'throttled',
    explain: ({ subscriptionId }) =>
      `Azure allows no more reads of the subscription ${subscriptionId} for the moment.`,
  },
  {
    when: ({ status }) => status === 408 || status >= 500,
    failure: 'transient',
    explain: (answer) => `Azure could not answer just now (${answer.status}).${quoteAny(answer)}`,
  },
  {
    when: ({ status }) => status >= 300 && status < 400,
    failure: 'transient',
    explain: ({ status }) =>
      `Azure’s answer was a redirect (${status}), which is not followed. Is there a proxy in between?`,
  },
  {
    // Nothing that it says counts: neither that a role is missing, nor that there is no such operation.
    when: ({ fromArm }) => !fromArm,
    failure: 'transient',
    explain: (answer) =>
      `The answer (${answer.status}) was not one of Azure’s.${quoteAny(answer)} Is there a proxy or a filter in between?`,
  },
  {
    // The token is in order: all others of its tenant's subscriptions take it.
    when: (answer) => answer.status === 401 && hasCode('invalidauthenticationtokentenant')(answer),
    failure: 'other-tenant',
    explain: ({ subscriptionId, message }) => otherTenantAdvice(subscriptionId, tenantsIn(message)),
    refusal: ({ message }) => ({ by: 'tenant', tenant: tenantsIn(message).its }),
  },
  {
    when: hasStatus(401),
    failure: 'unauthorized',
    refusal: () => ({ by: 'subscription', isFresh: false }),
    explain: (answer) =>
      `Azure refused the token. Please check the credential, its tenant and its cloud.${quote(answer)}`,
  },
  {
    when: hasStatus(403),
    failure: 'forbidden',
    explain: (answer) =>
      `The identity that signs in may not read this. Please give it the role Reader on the subscription ${answer.subscriptionId}.${quote(answer)}`,
  },
  {
    // ARM says so of subscriptions of other tenants too; it tells nothing about the operation.
    when: hasCode('subscriptionnotfound'),
    failure: 'forbidden',
    explain: ({ subscriptionId }) =>
      `The identity that signs in does not know the subscription ${subscriptionId}. Please check the id, and give it the role Reader there.`,
  },
  {
    when: ({ code }) => UNSUPPORTED_CODES.has(code?.toLowerCase() ?? ''),
    failure: 'unsupported',
    explain: (answer) =>
      `Azure does not serve operations of MySQL there (api-version ${API_VERSION}). Please check the location and the cloud.${quote(answer)}`,
  },
  {
    when: ({ status }) => status === 404 || status === 410,
    failure: 'not-found',
    explain: () => 'Azure does not know this operation.',
  },
];

/** Finds what a refused answer means. The explanation is bounded and free of secrets. */
export function failureOfAnswer(answer: RefusedAnswer): {
  readonly failure: FailureKind;
  readonly explanation: string;
  readonly refusal?: SignInRefusal;
} {
  const rule = RULES.find(({ when }) => when(answer));
  if (rule !== undefined) {
    const refusal = rule.refusal?.(answer);
    const { failure } = rule;
    return { failure, explanation: rule.explain(answer), ...(refusal && { refusal }) };
  }
  return {
    failure: 'invalid',
    explanation: `Azure did not accept the request (${answer.status}).${quote(answer)}`,
  };
}

function quote({ code, message }: RefusedAnswer): string {
  const said = [code, message].filter((part) => part !== undefined).join(': ');
  return said === '' ? '' : ` Azure says: ${said}`;
}

/** What it says, whoever said so. */
function quoteAny(answer: RefusedAnswer): string {
  if (answer.fromArm) return quote(answer);
  return answer.words === undefined ? ' It says nothing.' : ` It says “${answer.words}”.`;
}
