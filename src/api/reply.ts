import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** How a request is answered, before it is written out. */
export interface Reply {
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The name of the problem, or `about:blank`; undefined where all is well. */
  readonly problem?: string;
}

export function replyOf(
  status: ContentfulStatusCode,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers, body };
}
