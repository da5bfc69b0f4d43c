/** Azure gave us no token. The `cause` holds the credential's own error, which may be long. */
export class SignInFailed extends Error {
  override readonly name = 'SignInFailed';
}

/** Whoever waited for a token has given up; the sign-in may go on. The `cause` is the reason of the wait's end. */
export class TokenAwaited extends Error {
  override readonly name = 'TokenAwaited';
}
