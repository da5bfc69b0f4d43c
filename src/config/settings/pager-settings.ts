import type { Setting } from '../setting.ts';
import { endpointUrl } from '../url-schemas.ts';
import { matching, webhookSecret } from '../value-schemas.ts';

/** By what it calls people besides Slack. */
export const pagerSettings = {
  PAGERDUTY_ROUTING_KEY: {
    about: 'PagerDuty is told, too, what calls the on-call channel: the key of its integration.',
    example: 'pagerdutykey0123456789abcdefghij',
    isSecret: true,
    schema: matching(/^[A-Za-z0-9]{32}$/, 'must be an integration key of 32 letters and digits'),
    unset: 'PagerDuty is told nothing',
    obtain: 'in PagerDuty: the service, Integrations, Events API V2',
  },
  PAGERDUTY_URL: {
    about:
      'Where PagerDuty takes events; for accounts in the EU `https://events.eu.pagerduty.com/v2/enqueue`.',
    example: 'https://events.eu.pagerduty.com/v2/enqueue',
    schema: endpointUrl,
    fallback: 'https://events.pagerduty.com/v2/enqueue',
  },
  WEBHOOK_URL: {
    about: 'The same is sent there, signed: see `docs/pagers.md`.',
    example: 'https://pager.example.com/mysqlop',
    schema: endpointUrl,
    unset: 'nothing is sent',
  },
  WEBHOOK_SECRET: {
    about:
      'By which the receiver knows that it comes from here: `whsec_` and 24 to 64 bytes in base64.',
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    isSecret: true,
    schema: webhookSecret,
    unset: 'needed with `WEBHOOK_URL`',
    obtain: 'echo "whsec_$(openssl rand -base64 32)"',
  },
} as const satisfies Record<string, Setting>;
