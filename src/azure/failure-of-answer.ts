import type { FailureKind } from '../watch/reading.ts';
import { API_VERSION } from './format-operation.ts';

/** An answer of Azure's that holds no reading. */
export interface RefusedAnswer {
  readonly status: number;
  /** Of ARM's error shape, cleaned, where the answer had it. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** Whether the body could have come from ARM: its error shape, JSON, or nothing. */
  readonly fromArm: boolean;
  readonly subscriptionId: string;
}

interface Rule {
  readonly when: (answer: RefusedAnswer) => boolean;
  readonly failure: FailureKind;
  readonly explain: (answer: RefusedAnswer) => string;
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

/** What each answer means; the first rule that applies counts. */
const RULES: readonly Rule[] = [
  {
    when: ({ message }) => /only the original caller/i.test(message ?? ''),
    failure: 'forbidden',
    explain: () =>
      'Azure shows this operation only to the identity that started it, so the bot cannot read it.',
  },
  {
    when: hasStatus(401),
    failure: 'unauthorized',
    explain: (answer) =>
      `Azure refused the bot’s token. Please check the bot’s credential, its tenant and its cloud.${quote(answer)}`,
  },
  {
    when: hasStatus(403),
    failure: 'forbidden',
    explain: (answer) =>
      `The bot’s identity may not read this. Please give it the role Reader on the subscription ${answer.subscriptionId}.${quote(answer)}`,
  },
  {
    // ARM says so of subscriptions of other tenants too; it tells nothing about the operation.
    when: hasCode('subscriptionnotfound'),
    failure: 'forbidden',
    explain: ({ subscriptionId }) =>
      `The bot’s identity does not know the subscription ${subscriptionId}. Please check the id, and give the bot the role Reader on it.`,
  },
  {
    when: ({ code }) => UNSUPPORTED_CODES.has(code?.toLowerCase() ?? ''),
    failure: 'unsupported',
    explain: (answer) =>
      `Azure does not serve operations of MySQL there (api-version ${API_VERSION}). Please check the location and the cloud.${quote(answer)}`,
  },
  {
    when: ({ status, fromArm }) => (status === 404 || status === 410) && fromArm,
    failure: 'not-found',
    explain: () => 'Azure does not know this operation.',
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
    explain: (answer) => `Azure could not answer just now (${answer.status}).${quote(answer)}`,
  },
  {
    when: ({ status }) => status >= 300 && status < 400,
    failure: 'transient',
    explain: ({ status }) =>
      `Azure’s answer was a redirect (${status}), which is not followed. Is there a proxy in between?`,
  },
  {
    when: ({ fromArm }) => !fromArm,
    failure: 'transient',
    explain: ({ status }) =>
      `The answer (${status}) was not one of Azure’s. Is there a proxy in between?`,
  },
];

/** Finds what a refused answer means. The explanation is bounded and free of secrets. */
export function failureOfAnswer(answer: RefusedAnswer): {
  readonly failure: FailureKind;
  readonly explanation: string;
} {
  const rule = RULES.find(({ when }) => when(answer));
  if (rule !== undefined) return { failure: rule.failure, explanation: rule.explain(answer) };
  return {
    failure: 'invalid',
    explanation: `Azure did not accept the request (${answer.status}).${quote(answer)}`,
  };
}

function quote({ code, message }: RefusedAnswer): string {
  const said = [code, message].filter((part) => part !== undefined).join(': ');
  return said === '' ? '' : ` Azure says: ${said}`;
}
