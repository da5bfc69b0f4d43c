import { apiTokens } from '../api-token-schemas.ts';
import type { Setting } from '../setting.ts';
import { listenAddress, wholeNumber } from '../value-schemas.ts';

/** By what pipelines ask: see docs/api.md. */
export const apiSettings = {
  API_TOKENS: {
    about:
      'Pipelines that may ask through the API of `docs/api.md`: a list of `name=` and the SHA-256 of its token in hex.',
    example: 'nightly-import=5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
    isSecret: true,
    schema: apiTokens,
    unset: 'there is no API',
    obtain: 'openssl rand -hex 32 makes a token, and printf %s "$TOKEN" | sha256sum its hash',
  },
  API_PORT: {
    about: 'Port of the API.',
    example: '8080',
    schema: wholeNumber(1, 65_535),
    fallback: '8080',
  },
  API_HOST: {
    about: 'Address on which `API_PORT` listens.',
    example: '0.0.0.0',
    schema: listenAddress,
    fallback: '127.0.0.1',
  },
  API_REQUESTS_PER_MINUTE: {
    about: 'How often each of them may ask, of each process.',
    example: '120',
    schema: wholeNumber(1, 1_000_000),
    fallback: '120',
  },
} as const satisfies Record<string, Setting>;
