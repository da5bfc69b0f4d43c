/** The word Slack shows the person. */
export type DispatchErrorCode =
  /** No acknowledgement within 3 s. */
  | 'operation_timeout'
  /** Nobody to send it to, or the app answered with something else than HTTP 200. */
  | 'dispatch_failed'
  /** Acknowledged, but with an answer that can't be shown. */
  | 'invalid_command_response';

/** The app did not take what a person did. */
export class DispatchError extends Error {
  override readonly name = 'DispatchError';
  readonly code: DispatchErrorCode;
  /** The HTTP status, where the app gave one. */
  readonly status: number | undefined;

  constructor(
    code: DispatchErrorCode,
    message: string,
    options: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(
      `${code}: ${message}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.status = options.status;
  }
}
