import type { JsonObject, ResponseHeaders } from './answer.ts';

/** An answer of ARM itself, before any operation was asked. */
export interface ArmError {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: ResponseHeaders;
}

/** In the shape that ARM gives all its errors. */
export function armError(
  status: number,
  code: string,
  message: string,
  headers: ResponseHeaders = {},
): ArmError {
  return { status, body: { error: { code, message } }, headers };
}
