import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly problem: string;
}

/** A page of another site may point its own name at 127.0.0.1: its name gives it away. */
const LOCAL_HOST = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i;

/** Why a request is not even looked at: it comes by a strange name, or from another site's page. */
export function refusalOf({ method, headers }: IncomingMessage): Refusal | undefined {
  const { host = '', origin } = headers;
  if (!LOCAL_HOST.test(host)) {
    return { status: 403, problem: 'Please open the demo as 127.0.0.1 or localhost.' };
  }
  if (method !== 'POST') return undefined;
  if (origin?.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return { status: 403, problem: 'Only the demo’s own page may do that.' };
  }
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return type === 'application/json'
    ? undefined
    : { status: 415, problem: 'Requests are JSON (content-type: application/json).' };
}
