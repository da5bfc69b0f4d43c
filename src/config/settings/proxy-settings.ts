import { proxyExceptions, proxyUrl } from '../proxy-schemas.ts';
import type { Setting } from '../setting.ts';

/** How it gets out, where there is only one way. */
export const proxySettings = {
  HTTPS_PROXY: {
    about:
      'HTTP proxy through which Slack and Azure are reached; user and password may stand in it. `https_proxy` is read, too.',
    example: 'http://user:password@proxy.example.com:8080',
    otherSpelling: 'https_proxy',
    schema: proxyUrl,
    unset: '`HTTP_PROXY`, or else no proxy',
  },
  HTTP_PROXY: {
    about: 'The same, where `HTTPS_PROXY` is not set. `http_proxy` is read, too.',
    example: 'http://proxy.example.com:8080',
    otherSpelling: 'http_proxy',
    schema: proxyUrl,
    unset: 'no proxy',
  },
  NO_PROXY: {
    about:
      'Hosts that are reached without the proxy: `example.com` (and all below it), `10.0.0.5`, `host:8443`, or `*` for all. `no_proxy` is read, too.',
    example: 'management.azure.com,example.com',
    otherSpelling: 'no_proxy',
    schema: proxyExceptions,
    unset: 'none but this machine',
  },
} as const satisfies Record<string, Setting>;
