/** What the server does with a request. */
export type HttpAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** Leaves the connection open and says nothing. */
  | { readonly kind: 'hang' }
  /** Breaks the connection. */
  | { readonly kind: 'drop' }
  /** Keeps an answer back for some time. */
  | { readonly kind: 'late'; readonly afterMs: number; readonly answer: HttpAnswer };

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: string;
  /** The same, as it came. */
  readonly bytes: Uint8Array;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function textAnswer(status: number, body: string): HttpAnswer {
  return { kind: 'answer', status, headers: { 'content-type': 'text/plain' }, body };
}
