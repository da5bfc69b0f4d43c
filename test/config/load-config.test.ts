import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { describeProblems } from '../../src/config/describe-problems.ts';
import { type SettingName, settings } from '../../src/config/settings.ts';
import { AlertCause } from '../../src/watch/policy.ts';
import { CERTIFICATE, KEY } from './certificates.ts';
import {
  COMPLETE,
  configOf,
  OTHER_SUBSCRIPTION,
  problemsOf,
  SUBSCRIPTION,
} from './complete-environment.ts';

const NAMES = Object.keys(settings) as SettingName[];
const REQUIRED = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'AZURE_SUBSCRIPTIONS',
  'ONCALL_CHANNEL',
] as const;

const DAY = 86_400_000;
const PASSWORD_SHA256 = '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8';
const OTHER_SHA256 = PASSWORD_SHA256.replaceAll('5', '6');
const NOTHING_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const GUARDS = ['ALLOWED_CHANNELS', 'ALLOWED_USERS', 'ALLOWED_TEAMS', 'ADMINS'] as const;

describe('an environment with only what is required', () => {
  it('is complete; the rest has defaults', () => {
    expect(configOf()).toEqual({
      role: 'all',
      slack: {
        botToken: 'xoxb-1-secret',
        apiUrl: 'https://slack.com/api/',
        entrance: { kind: 'socket', appToken: 'xapp-1-secret' },
        editsPerMinute: 50,
        postsPerMinute: 270,
      },
      proxy: undefined,
      redis: {
        place: { kind: 'tcp', servers: [{ host: '127.0.0.1', port: 6379 }] },
        mode: { kind: 'single' },
        username: undefined,
        password: undefined,
        database: 0,
        tls: undefined,
        auth: 'password',
        prefix: 'mysqlop',
      },
      azure: {
        subscriptions: [{ name: 'prod', id: SUBSCRIPTION }],
        locations: [],
        cloud: 'public',
        armEndpoint: undefined,
        readsPerSecond: 5,
        accessToken: undefined,
      },
      oncall: {
        channel: 'C0ONCALL',
        mention: undefined,
        mentionAgainAfterMs: 900_000,
        isPrivateTold: false,
        runbookUrl: undefined,
      },
      reminders: { afterMs: 600_000, times: 3, escalates: false },
      fallbackChannel: undefined,
      pagerDuty: undefined,
      webhook: undefined,
      allowed: { channels: undefined, users: undefined, teams: undefined },
      policy: {
        pollMinMs: 5000,
        pollMaxMs: 60_000,
        notFoundAfterMs: 120_000,
        goneAfterMs: 600_000,
        stallAfterMs: 900_000,
        blindAfterMs: 600_000,
        faultAfterMs: 60_000,
        watchForMs: 7 * DAY,
        milestones: [25, 50, 75],
        alertOn: ['failed', 'gone', 'blind', 'stalled'],
        pagers: [],
      },
      limits: { perPerson: 200, perChannel: 500 },
      historyMs: 30 * DAY,
      ops: { host: '127.0.0.1', port: 9464 },
      secrets: ['xoxb-1-secret', 'xapp-1-secret'],
      misspelt: [],
      log: { level: 'info', format: undefined },
    });
  });

  it.each(GUARDS)('takes an empty %s for a mistake, which would let everybody in', (name) => {
    expect(problemsOf({ ...COMPLETE, [name]: '' })).toEqual([
      expect.objectContaining({ setting: name, problem: expect.stringContaining('#') }),
    ]);
  });

  it('takes any other empty setting for one that is not set', () => {
    const others = NAMES.filter((name) => ![...REQUIRED, ...GUARDS].some((each) => each === name));
    for (const name of others) {
      expect(configOf({ [name]: '' })).toEqual(configOf());
      expect(configOf({ [name]: '  ' })).toEqual(configOf());
    }
  });

  it('takes an empty setting that is required for one that is missing', () => {
    for (const setting of REQUIRED) {
      const missing = [expect.objectContaining({ setting })];
      expect(problemsOf({ ...COMPLETE, [setting]: ' ' })).toEqual(missing);
      expect(problemsOf({ ...COMPLETE, [setting]: undefined })).toEqual(missing);
    }
    const [{ problem } = { problem: '' }] = problemsOf({ ...COMPLETE, ONCALL_CHANNEL: '' });
    expect(problem).toContain('is there, but empty');
  });

  it('overlooks white space around a value', () => {
    expect(configOf({ SLACK_BOT_TOKEN: ' xoxb-1-secret\n' })).toEqual(configOf());
  });

  it('does not mind what else is set', () => {
    const config = configOf({ PATH: '/bin', SLACK_SIGNING_SECRETS: 'x' });
    expect(config).toEqual({ ...configOf(), misspelt: [expect.anything()] });
  });
});

test('every setting has its place', () => {
  const set = {
    SLACK_BOT_TOKEN: 'xoxb-2',
    SLACK_SIGNING_SECRET: 'signing-secret',
    SLACK_APP_TOKEN: '',
    HOST: '0.0.0.0',
    PORT: '8080',
    SLACK_API_URL: 'https://slack-gov.com/api',
    REDIS_URL: 'rediss://u:p@a.example.com,b.example.com:26380/1',
    REDIS_PREFIX: 'mysqlop-staging',
    REDIS_CLUSTER: 'no',
    REDIS_SENTINEL: 'mymaster',
    REDIS_SENTINEL_PASSWORD: 's',
    REDIS_AUTH: 'password',
    REDIS_CA: '/etc/mysqlop/redis-ca.pem',
    REDIS_CERT: '/etc/mysqlop/redis-cert.pem',
    REDIS_KEY: '/etc/mysqlop/redis-key.pem',
    AZURE_SUBSCRIPTIONS: `staging=${OTHER_SUBSCRIPTION}`,
    AZURE_LOCATIONS: 'westeurope',
    AZURE_CLOUD: 'usgov',
    AZURE_RESOURCE_MANAGER_URL: 'https://arm.example.com/',
    AZURE_ACCESS_TOKEN: 'eyJ0.e30.x',
    ARM_READS_PER_SECOND: '12',
    ONCALL_CHANNEL: 'G0SECRET',
    ONCALL_MENTION: 'here',
    FALLBACK_CHANNEL: 'C0FALLBACK',
    ALERT_ON: 'overdue',
    MENTION_AGAIN_AFTER: '1h',
    PRIVATE_IN_ALERTS: 'yes',
    RUNBOOK_URL: 'https://wiki.example.com/?q={code}#{code}',
    WATCHES_PER_PERSON: '3',
    WATCHES_PER_CHANNEL: '4',
    ALLOWED_CHANNELS: 'C0DBA',
    ALLOWED_USERS: 'U0ALICE',
    ALLOWED_TEAMS: 'T0HOME,E0GRID',
    POLL_MIN: '1s',
    POLL_MAX: '2s',
    NOT_FOUND_AFTER: '3s',
    GONE_AFTER: '4s',
    STALL_AFTER: '5s',
    BLIND_AFTER: '6s',
    FAULT_AFTER: '65s',
    WATCH_FOR: '7s',
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/',
    MILESTONES: '90',
    HISTORY_FOR: '8s',
    HTTPS_PROXY: 'http://bot:se%40cret@proxy.example.com:3128',
    HTTP_PROXY: 'http://other.example.com:80',
    NO_PROXY: 'arm.example.com, .example.org',
    SLACK_EDITS_PER_MINUTE: '20',
    SLACK_POSTS_PER_MINUTE: '100',
    ADMINS: 'U0ALICE, U0BOB',
    REMIND_AFTER: '9s',
    REMIND_TIMES: '4',
    ESCALATION_MENTION: 'U0BOSS',
    ESCALATION_CHANNEL: 'C0ESCALATION',
    PAGERDUTY_ROUTING_KEY: '0123456789abcdef0123456789abcdef',
    PAGERDUTY_URL: 'https://events.eu.pagerduty.com/v2/enqueue',
    WEBHOOK_URL: 'https://pager.example.com/hook?for=mysqlop',
    WEBHOOK_SECRET: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    API_TOKENS: `nightly-import=${PASSWORD_SHA256}`,
    API_PORT: '9001',
    API_HOST: '0.0.0.0',
    API_REQUESTS_PER_MINUTE: '30',
    ROLE: 'bot',
    OPS_PORT: '9000',
    OPS_HOST: '0.0.0.0',
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'pretty',
    MYSQLOP_API: 'https://mysqlop.example.com',
    MYSQLOP_TOKEN: 'pipeline-token',
  } satisfies Record<SettingName, string>;
  expect(configOf(set)).toEqual({
    role: 'bot',
    slack: {
      botToken: 'xoxb-2',
      apiUrl: 'https://slack-gov.com/api/',
      entrance: { kind: 'http', signingSecret: 'signing-secret', host: '0.0.0.0', port: 8080 },
      editsPerMinute: 20,
      postsPerMinute: 100,
    },
    proxy: {
      origin: 'http://proxy.example.com:3128',
      username: 'bot',
      password: 'se@cret',
      except: ['arm.example.com', '.example.org'],
      setting: 'HTTPS_PROXY',
    },
    redis: {
      place: {
        kind: 'tcp',
        servers: [
          { host: 'a.example.com', port: 26379 },
          { host: 'b.example.com', port: 26380 },
        ],
      },
      mode: { kind: 'sentinel', primary: 'mymaster', password: 's' },
      username: 'u',
      password: 'p',
      database: 1,
      tls: { ca: CERTIFICATE, cert: CERTIFICATE, key: KEY },
      auth: 'password',
      prefix: 'mysqlop-staging',
    },
    azure: {
      subscriptions: [{ name: 'staging', id: OTHER_SUBSCRIPTION }],
      locations: ['westeurope'],
      cloud: 'usgov',
      armEndpoint: 'https://arm.example.com',
      readsPerSecond: 12,
      accessToken: 'eyJ0.e30.x',
    },
    oncall: {
      channel: 'G0SECRET',
      mention: '<!here>',
      mentionAgainAfterMs: 3_600_000,
      isPrivateTold: true,
      runbookUrl: 'https://wiki.example.com/?q={code}#{code}',
      escalationMention: '<@U0BOSS>',
      escalationChannel: 'C0ESCALATION',
    },
    reminders: { afterMs: 9000, times: 4, escalates: true },
    fallbackChannel: 'C0FALLBACK',
    pagerDuty: {
      url: 'https://events.eu.pagerduty.com/v2/enqueue',
      routingKey: '0123456789abcdef0123456789abcdef',
    },
    webhook: {
      url: 'https://pager.example.com/hook?for=mysqlop',
      secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    },
    allowed: { channels: ['C0DBA'], users: ['U0ALICE'], teams: ['T0HOME', 'E0GRID'] },
    admins: ['U0ALICE', 'U0BOB'],
    policy: {
      pollMinMs: 1000,
      pollMaxMs: 2000,
      notFoundAfterMs: 3000,
      goneAfterMs: 4000,
      stallAfterMs: 5000,
      blindAfterMs: 6000,
      faultAfterMs: 65_000,
      watchForMs: 7000,
      milestones: [90],
      alertOn: ['overdue'],
      pagers: ['pagerduty', 'webhook'],
    },
    limits: { perPerson: 3, perChannel: 4 },
    historyMs: 8000,
    api: {
      tokens: [{ name: 'nightly-import', sha256: Buffer.from(PASSWORD_SHA256, 'hex') }],
      host: '0.0.0.0',
      port: 9001,
      requestsPerMinute: 30,
    },
    ops: { host: '0.0.0.0', port: 9000 },
    secrets: [
      ...['xoxb-2', 'signing-secret', 's', 'eyJ0.e30.x', '0123456789abcdef0123456789abcdef'],
      'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
      ...[`nightly-import=${PASSWORD_SHA256}`, 'pipeline-token', 'p', PASSWORD_SHA256],
      ...['se%40cret', 'se@cret', 'Ym90OnNlQGNyZXQ='],
    ],
    misspelt: [],
    log: { level: 'debug', format: 'pretty' },
  });
});

/** Good values and what they mean, and bad ones, for one setting of each kind. */
const VALUES: Readonly<
  Partial<
    Record<
      SettingName,
      { readonly good?: readonly (readonly [string, object])[]; readonly bad: readonly string[] }
    >
  >
> = {
  SLACK_BOT_TOKEN: { bad: ['xapp-2', 'secret', 'xoxb-a b'] },
  SLACK_APP_TOKEN: { bad: ['xoxb-2'] },
  SLACK_SIGNING_SECRET: { bad: ['short', 'with a space in it'] },
  AZURE_ACCESS_TOKEN: { bad: ['Bearer eyJ0'] },
  PORT: { bad: ['0', '65536', '80.5', '-1', '1e3'] },
  SLACK_API_URL: {
    good: [['http://127.0.0.1:8080/api/', { slack: { apiUrl: 'http://127.0.0.1:8080/api/' } }]],
    bad: ['http://slack.com/api/', 'slack.com', 'https://u:p@slack.com/api/'],
  },
  AZURE_RESOURCE_MANAGER_URL: {
    good: [
      ['http://127.0.0.1:9', { azure: { armEndpoint: 'http://127.0.0.1:9' } }],
      ['http://[::1]:9', { azure: { armEndpoint: 'http://[::1]:9' } }],
    ],
    bad: [
      'http://127.0.0.1.example.com',
      'https://u:p@arm.example.com',
      'https://arm.example.com/path',
      'arm.example.com',
    ],
  },
  REDIS_PREFIX: {
    good: [['a_B-2.c', { redis: { prefix: 'a_B-2.c' } }]],
    bad: ['{mysqlop}', 'a:b', 'a b', 'é', 'x'.repeat(41)],
  },
  REDIS_CLUSTER: {
    good: [
      ['Yes', { redis: { mode: { kind: 'cluster' } } }],
      ['true', { redis: { mode: { kind: 'cluster' } } }],
      ['1', { redis: { mode: { kind: 'cluster' } } }],
      ['False', { redis: { mode: { kind: 'single' } } }],
      ['0', { redis: { mode: { kind: 'single' } } }],
    ],
    bad: ['ja', 'cluster', '2'],
  },
  REDIS_SENTINEL: {
    good: [
      [
        'my-master_1.x',
        {
          redis: {
            mode: { kind: 'sentinel', primary: 'my-master_1.x', password: undefined },
            place: { servers: [{ host: '127.0.0.1', port: 6379 }] },
          },
        },
      ],
    ],
    bad: ['my master', 'sentinel:26379'],
  },
  REDIS_AUTH: { bad: ['token', 'aad'] },
  PAGERDUTY_ROUTING_KEY: { bad: ['0123', `${'0'.repeat(31)}-`, '0'.repeat(33)] },
  PAGERDUTY_URL: {
    good: [['http://127.0.0.1:8080/v2/enqueue', {}]],
    bad: ['http://events.pagerduty.com/v2/enqueue', 'events.pagerduty.com'],
  },
  WEBHOOK_URL: {
    bad: ['http://pager.example.com/', 'https://me:pw@pager.example.com/', 'https://a.example/#b'],
  },
  WEBHOOK_SECRET: { bad: ['C2FVsBQIhrscChlQIMV+b5sSYspob7oD', 'whsec_short', 'whsec_C2FV sBQI'] },
  AZURE_SUBSCRIPTIONS: {
    good: [
      [
        ` prod=ABCDEFAB-2222-3333-4444-555555555555 , staging=${OTHER_SUBSCRIPTION},`,
        {
          azure: {
            subscriptions: [
              { name: 'prod', id: 'abcdefab-2222-3333-4444-555555555555' },
              { name: 'staging', id: OTHER_SUBSCRIPTION },
            ],
          },
        },
      ],
    ],
    bad: [
      ',',
      SUBSCRIPTION,
      'prod=123',
      `a b=${SUBSCRIPTION}`,
      `prod=${SUBSCRIPTION},PROD=${OTHER_SUBSCRIPTION}`,
      `prod=${SUBSCRIPTION},staging=${SUBSCRIPTION}`,
    ],
  },
  AZURE_LOCATIONS: {
    good: [['westeurope, West US ,', { azure: { locations: ['westeurope', 'West US'] } }]],
    bad: [',', 'west/europe', 'westeurope;eastus'],
  },
  AZURE_CLOUD: { good: [['China', { azure: { cloud: 'china' } }]], bad: ['germany'] },
  ONCALL_CHANNEL: { bad: ['#oncall', 'U0ALICE', 'C0ONCALL,C0DBA', 'c0oncall'] },
  ONCALL_MENTION: {
    good: [
      ['S0DBAS', { oncall: { mention: '<!subteam^S0DBAS>' } }],
      ['W0ALICE', { oncall: { mention: '<@W0ALICE>' } }],
      ['@channel', { oncall: { mention: '<!channel>' } }],
      ['<!subteam^S0DBAS>', { oncall: { mention: '<!subteam^S0DBAS>' } }],
    ],
    bad: ['@dbas', '<!everyone>', '<@U0ALICE', 'U0ALICE,U0BOB', '<!subteam^U0ALICE>'],
  },
  ALERT_ON: {
    good: [
      [
        ' Overdue, ABANDONED,canceled,overdue,',
        { policy: { alertOn: ['overdue', 'abandoned', 'canceled'] } },
      ],
      [AlertCause.options.join(), { policy: { alertOn: AlertCause.options } }],
    ],
    bad: [',', 'failed;gone', 'succeeded'],
  },
  RUNBOOK_URL: {
    good: [
      [
        'https://vscode.example.com:8443/a/{code}',
        { oncall: { runbookUrl: 'https://vscode.example.com:8443/a/{code}' } },
      ],
    ],
    bad: [
      'wiki.example.com/{code}',
      'http://wiki.example.com/{code}',
      'https://wiki.example.com/runbooks',
      'https://wiki.example.com/{Code}',
      'https://wiki.example.com/{code}/{server}',
      'https://bot:pw@wiki.example.com/{code}',
      'https://{code}.example.com/',
    ],
  },
  ALLOWED_CHANNELS: { bad: ['#dba', 'C0DBA,U0ALICE'] },
  ADMINS: { bad: ['alice', '<@U0ALICE>'] },
  ALLOWED_USERS: { bad: ['alice', 'U0ALICE;U0BOB', '<@U0ALICE>'] },
  ALLOWED_TEAMS: { bad: ['example', 'T0HOME;T0OTHER', 'U0ALICE'] },
  POLL_MIN: {
    good: [
      ['500ms', { policy: { pollMinMs: 500 } }],
      ['1M', { policy: { pollMinMs: 60_000 } }],
    ],
    bad: ['5', '0s', '-1s', '1.5s', '5 s', '2m'],
  },
  WATCH_FOR: {
    good: [
      ['2h', { policy: { watchForMs: 7_200_000 } }],
      ['30d', { policy: { watchForMs: 30 * DAY } }],
    ],
    bad: ['forever', '400d'],
  },
  MILESTONES: {
    good: [['90, 10,50,10', { policy: { milestones: [10, 50, 90] } }]],
    bad: ['0', '100', '25%'],
  },
  API_TOKENS: {
    good: [
      [
        ` a=${PASSWORD_SHA256.toUpperCase()} , B-2 = ${OTHER_SHA256}`,
        { api: { tokens: [{ name: 'a' }, { name: 'B-2' }] } },
      ],
    ],
    bad: [
      ...[PASSWORD_SHA256, 'a=secret', `a b=${PASSWORD_SHA256}`, `<@U1>=${PASSWORD_SHA256}`],
      ...[
        `a=${PASSWORD_SHA256}=b`,
        `-a=${PASSWORD_SHA256}`,
        `${'a'.repeat(41)}=${PASSWORD_SHA256}`,
      ],
      ...[`a=${PASSWORD_SHA256},A=${OTHER_SHA256}`, `a=${PASSWORD_SHA256},b=${PASSWORD_SHA256}`],
      ...[`a=${NOTHING_SHA256}`, ','],
    ],
  },
  API_PORT: { bad: ['0', '65536', 'x'] },
  API_HOST: { bad: ['http://x'] },
  API_REQUESTS_PER_MINUTE: { bad: ['0', '-1'] },
  OPS_HOST: { good: [['::1', { ops: { host: '::1' } }]], bad: ['http://x'] },
};

describe.each(Object.entries(VALUES))('%s', (name, { good = [], bad }) => {
  it.each(good)('takes %s', (text, expected) => {
    expect(configOf({ [name]: text })).toMatchObject(expected);
  });

  it.each(bad)('refuses %s, and says why', (text) => {
    const problems = problemsOf({ ...COMPLETE, [name]: text }).map(({ problem }) => problem);
    expect(problems).toEqual([expect.stringMatching(/^must /)]);
  });
});

test('every setting refuses nonsense, each in one sentence', () => {
  const nonsense = '\u0000 \u0000';
  const found = problemsOf(Object.fromEntries(NAMES.map((name) => [name, nonsense])));
  expect(found.map(({ setting }) => setting).toSorted()).toEqual(NAMES.toSorted());
  for (const { problem } of found) expect(problem).toMatch(/^must /);
});

describe('the entrance', () => {
  const { SLACK_APP_TOKEN: _none, ...withoutApp } = COMPLETE;
  const SIGNED = { SLACK_SIGNING_SECRET: 'signing-secret' };

  it('is HTTP with a signing secret alone', () => {
    expect(configOf({ SLACK_APP_TOKEN: '', ...SIGNED }).slack.entrance).toEqual({
      kind: 'http',
      signingSecret: 'signing-secret',
      host: '127.0.0.1',
      port: 3000,
    });
    expect(configOf({ SLACK_APP_TOKEN: '', ...SIGNED, PORT: '8080' }).slack.entrance).toMatchObject(
      {
        port: 8080,
      },
    );
  });

  it('is Socket Mode where both are set', () => {
    expect(configOf(SIGNED).slack.entrance).toMatchObject({ kind: 'socket' });
  });

  it('is not needed by a worker', () => {
    expect(configOf({ ROLE: 'worker', SLACK_APP_TOKEN: '' })).toMatchObject({
      role: 'worker',
      slack: { entrance: { kind: 'none' } },
    });
    expect(configOf({ ROLE: 'worker' }).slack.entrance).toEqual({ kind: 'none' });
  });

  it.each(['all', 'bot'])('is needed by %s, and either way is named', (role) => {
    const problems = problemsOf({ ...withoutApp, ROLE: role });
    expect(problems).toMatchObject([{ setting: 'SLACK_APP_TOKEN' }]);
    expect(problems[0]?.problem).toContain('SLACK_SIGNING_SECRET');
  });
});

test('the API has a port of its own', () => {
  const API_TOKENS = `nightly=${PASSWORD_SHA256}`;
  const of = (given: Record<string, string>) =>
    problemsOf({ ...COMPLETE, ...given }).map(({ setting }) => setting);
  expect(of({ API_TOKENS, API_PORT: '9464' })).toEqual(['API_PORT']);
  const overHttp = {
    SLACK_APP_TOKEN: '',
    SLACK_SIGNING_SECRET: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    PORT: '9000',
  };
  expect(of({ ...overHttp, API_TOKENS, API_PORT: '9000' })).toEqual(['API_PORT']);
  expect(configOf({ API_TOKENS, PORT: '9000', API_PORT: '9000' })).toHaveProperty('api.port', 9000);
  expect(configOf({ API_PORT: '9464' })).toHaveProperty('api', undefined);
});

describe('problems', () => {
  it('are reported all at once', () => {
    const found = problemsOf({
      SLACK_APP_TOKEN: 'nope',
      AZURE_SUBSCRIPTIONS: 'nope',
      POLL_MIN: '2m',
      LOG_LEVEL: 'loud',
      OPS_PORT: '0',
    }).map(({ setting }) => setting);
    expect(found.toSorted()).toEqual([
      'AZURE_SUBSCRIPTIONS',
      'LOG_LEVEL',
      'ONCALL_CHANNEL',
      'OPS_PORT',
      'POLL_MAX',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
    ]);
  });

  it('never repeat what was set, which may be a secret', () => {
    const secret = fc.string({
      unit: fc.constantFrom(...'qzQZ#!+/\u2713'),
      minLength: 8,
      maxLength: 40,
    });
    const shape = fc.constantFrom(
      (text: string) => text,
      (text: string) => `xoxb-${text} ${text}`,
      (text: string) => `redis//user:${text}@host`,
      (text: string) => `redis://user:${text}@host:port`,
      (text: string) => `rediss://:%41%${text}@host/${text}?${text}#${text}`,
      (text: string) => `redis://${text}`,
      (text: string) => `unix://user:${text}@${text}/@/?${text}`,
      (text: string) => `${text}:6380,password=${text},${text},ssl=${text}`,
      (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`,
      (text: string) => `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----`,
      (text: string) => `http://user:${text}@arm.example.com/${text}`,
      (text: string) => `prod=${text}`,
    );
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), secret, shape, (name, text, shaped) => {
        const environment = { [name]: shaped(text) };
        const problems = problemsOf({ LOG_LEVEL: 'loud', ...environment, SLACK_BOT_TOKEN: text });
        expect(describeProblems(problems)).not.toContain(text);
      }),
      { numRuns: 1000 },
    );
  });
});

/** What an example is of use with. */
const COMPANY: Readonly<Partial<Record<SettingName, readonly SettingName[]>>> = {
  REDIS_SENTINEL_PASSWORD: ['REDIS_SENTINEL'],
  REDIS_CA: ['REDIS_URL'],
  REDIS_CERT: ['REDIS_URL', 'REDIS_KEY'],
  REDIS_KEY: ['REDIS_URL', 'REDIS_CERT'],
  WEBHOOK_URL: ['WEBHOOK_SECRET'],
};

test('every setting’s example would be taken', () => {
  for (const name of NAMES) {
    const names = [name, ...(COMPANY[name] ?? [])];
    const examples = names.map((each) => [each, settings[each].example]);
    expect(configOf(Object.fromEntries(examples))).toHaveProperty('role');
  }
});
