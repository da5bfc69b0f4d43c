import { AzureError } from './azure-error.ts';

/** Azure gave us no token. The `cause` holds the credential's own error, which may be long. */
export class SignInFailed extends AzureError {
  override readonly name = 'SignInFailed';
}
