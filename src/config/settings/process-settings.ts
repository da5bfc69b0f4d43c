import type { Setting } from '../setting.ts';
import { listenAddress, oneOf, wholeNumber } from '../value-schemas.ts';

/** The process itself. */
export const processSettings = {
  ROLE: {
    about:
      'What this process does: `bot` (talks with people), `worker` (reads and posts) or `all`.',
    example: 'all',
    schema: oneOf(['all', 'bot', 'worker']),
    fallback: 'all',
  },
  OPS_PORT: {
    about: 'Port of `/livez`, `/readyz` and `/metrics`.',
    example: '9464',
    schema: wholeNumber(1, 65_535),
    fallback: '9464',
  },
  OPS_HOST: {
    about: 'Address on which `OPS_PORT` listens.',
    example: '0.0.0.0',
    schema: listenAddress,
    fallback: '127.0.0.1',
  },
  LOG_LEVEL: {
    about: 'Least severe entry that is logged: `trace`, `debug`, `info`, `warn`, `error`.',
    example: 'debug',
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error']),
    fallback: 'info',
  },
  LOG_FORMAT: {
    about: '`json`, or `pretty` for people.',
    example: 'json',
    schema: oneOf(['json', 'pretty']),
    unset: '`pretty` on a terminal, else `json`',
  },
} as const satisfies Record<string, Setting>;
