import { SignInFailed } from './sign-in-failed.ts';
import type { TokenSource } from './token-source.ts';

/** A source that knows one ready token (`az account get-access-token`), for trying the bot out. */
export function staticToken(token: string): TokenSource {
  return {
    get: async () => token,
    renew: async () => {
      throw new SignInFailed(
        'Azure refused the ready-made token and asks for another. Please give a fresh one, or a credential.',
      );
    },
    replace: async () => ({ kind: 'later' }),
  };
}
