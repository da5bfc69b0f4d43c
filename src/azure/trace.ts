import type { RequestTrace } from '../watch/reading.ts';
import { cleanText } from './clean-text.ts';

/** The ids of an answer that Azure's support asks for. */
export function readTrace(headers: Headers): RequestTrace {
  const requestId = id(headers.get('x-ms-request-id'));
  const correlationId = id(headers.get('x-ms-correlation-request-id'));
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

function id(value: string | null): string | undefined {
  return cleanText(value ?? '', 100) || undefined;
}
