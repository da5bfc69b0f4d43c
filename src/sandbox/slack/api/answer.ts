import type { JsonObject } from '../json.ts';

export interface Refusal {
  readonly ok: false;
  readonly error: string;
  readonly [detail: string]: unknown;
}

/** What a Web API method answers, always with HTTP 200. */
export type ApiAnswer = (JsonObject & { readonly ok: true }) | Refusal;

export function refuse(error: string, details: JsonObject = {}): Refusal {
  return { ok: false, error, ...details };
}

/** Slack's way to say what is wrong with the arguments. */
export function refuseWithMessages(error: string, messages: readonly string[]): Refusal {
  return refuse(error, { response_metadata: { messages } });
}

export function isRefusal(value: object): value is Refusal {
  return 'ok' in value && value.ok === false;
}
