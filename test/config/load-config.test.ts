import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { describeProblems } from '../../src/config/describe-problems.ts';
import { type SettingName, settings } from '../../src/config/settings.ts';
import { AlertCause } from '../../src/watch/policy.ts';
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

const GUARDS = ['ALLOWED_CHANNELS', 'ALLOWED_USERS'] as const;

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
      redisUrl: 'redis://127.0.0.1:6379',
      azure: {
        subscriptions: [{ name: 'prod', id: SUBSCRIPTION }],
        locations: [],
        cloud: 'public',
        armEndpoint: undefined,
        readsPerSecond: 5,
        accessToken: undefined,
      },
      oncall: { channel: 'C0ONCALL', mention: undefined, escalateAfterMs: 900_000 },
      fallbackChannel: undefined,
      allowed: { channels: undefined, users: undefined },
      policy: {
        pollMinMs: 5000,
        pollMaxMs: 60_000,
        notFoundAfterMs: 120_000,
        goneAfterMs: 600_000,
        stallAfterMs: 900_000,
        blindAfterMs: 600_000,
        watchForMs: 7 * DAY,
        milestones: [25, 50, 75],
        alertOn: ['failed', 'gone', 'blind', 'stalled'],
      },
      historyMs: 30 * DAY,
      ops: { host: '127.0.0.1', port: 9464 },
      log: { level: 'info', format: undefined },
    });
  });

  it.each(GUARDS)('takes an empty %s for a mistake, which would let everybody in', (name) => {
    expect(problemsOf({ ...COMPLETE, [name]: '' })).toEqual([
      expect.objectContaining({ setting: name, problem: expect.stringContaining('#') }),
    ]);
  });

  it.each(NAMES.filter((name) => ![...REQUIRED, ...GUARDS].some((other) => other === name)))(
    'takes an empty %s for one that is not set',
    (name) => {
      expect(configOf({ [name]: '' })).toEqual(configOf());
      expect(configOf({ [name]: '  ' })).toEqual(configOf());
    },
  );

  it.each(REQUIRED)('takes an empty %s for one that is missing', (name) => {
    const missing = [expect.objectContaining({ setting: name })];
    expect(problemsOf({ ...COMPLETE, [name]: ' ' })).toEqual(missing);
    expect(problemsOf({ ...COMPLETE, [name]: undefined })).toEqual(missing);
  });

  it('overlooks white space around a value', () => {
    expect(configOf({ SLACK_BOT_TOKEN: ' xoxb-1-secret\n' })).toEqual(configOf());
  });

  it('does not mind what else is set', () => {
    expect(configOf({ PATH: '/bin', SLACK_SIGNING_SECRETS: 'x' })).toEqual(configOf());
  });
});

/** Each setting's good values and what they mean, and bad ones. */
const VALUES: Readonly<
  Record<
    SettingName,
    { readonly good: readonly (readonly [string, object])[]; readonly bad: readonly string[] }
  >
> = {
  SLACK_BOT_TOKEN: {
    good: [['xoxb-2', { slack: { botToken: 'xoxb-2' } }]],
    bad: ['xapp-2', 'xoxp-2', 'secret', 'xoxb-a b', ' XOXB-1'],
  },
  SLACK_APP_TOKEN: {
    good: [['xapp-2', { slack: { entrance: { kind: 'socket', appToken: 'xapp-2' } } }]],
    bad: ['xoxb-2', 'xapp-a b'],
  },
  SLACK_SIGNING_SECRET: { good: [['0123456789abcdef', {}]], bad: ['short', 'with a space in it'] },
  PORT: { good: [['8080', {}]], bad: ['0', '65536', '80.5', '-1', 'http', '1e3'] },
  SLACK_API_URL: {
    good: [
      ['https://slack-gov.com/api/', { slack: { apiUrl: 'https://slack-gov.com/api/' } }],
      ['https://slack-gov.com/api', { slack: { apiUrl: 'https://slack-gov.com/api/' } }],
      ['http://127.0.0.1:8080/api/', { slack: { apiUrl: 'http://127.0.0.1:8080/api/' } }],
    ],
    bad: ['http://slack.com/api/', 'slack.com', 'ftp://slack.com/', 'https://u:p@slack.com/api/'],
  },
  REDIS_URL: {
    good: [
      ['redis://redis:6379/1', { redisUrl: 'redis://redis:6379/1' }],
      ['rediss://u:p@redis.example.com', { redisUrl: 'rediss://u:p@redis.example.com' }],
    ],
    bad: ['redis.example.com:6379', 'http://redis:6379'],
  },
  AZURE_SUBSCRIPTIONS: {
    good: [
      [
        ` prod=${SUBSCRIPTION.toUpperCase()} , staging=${OTHER_SUBSCRIPTION},`,
        {
          azure: {
            subscriptions: [
              { name: 'prod', id: SUBSCRIPTION },
              { name: 'staging', id: OTHER_SUBSCRIPTION },
            ],
          },
        },
      ],
    ],
    bad: [
      ',',
      'prod',
      SUBSCRIPTION,
      'prod=123',
      `=${SUBSCRIPTION}`,
      `a b=${SUBSCRIPTION}`,
      `prod=${SUBSCRIPTION},PROD=${OTHER_SUBSCRIPTION}`,
      `prod=${SUBSCRIPTION},staging=${SUBSCRIPTION}`,
    ],
  },
  AZURE_LOCATIONS: {
    good: [['westeurope, West US ,', { azure: { locations: ['westeurope', 'West US'] } }]],
    bad: ['west/europe', 'westeurope;eastus', 'west-europe'],
  },
  AZURE_CLOUD: {
    good: [
      ['usgov', { azure: { cloud: 'usgov' } }],
      ['china', { azure: { cloud: 'china' } }],
    ],
    bad: ['germany', 'AzureCloud'],
  },
  AZURE_RESOURCE_MANAGER_URL: {
    good: [
      ['https://arm.example.com/', { azure: { armEndpoint: 'https://arm.example.com' } }],
      ['http://127.0.0.1:9', { azure: { armEndpoint: 'http://127.0.0.1:9' } }],
      ['http://localhost:9', { azure: { armEndpoint: 'http://localhost:9' } }],
      ['http://[::1]:9', { azure: { armEndpoint: 'http://[::1]:9' } }],
    ],
    bad: [
      'http://arm.example.com',
      'http://127.0.0.1.example.com',
      'https://u:p@arm.example.com',
      'arm.example.com',
    ],
  },
  AZURE_ACCESS_TOKEN: {
    good: [['eyJ0.e30.x', { azure: { accessToken: 'eyJ0.e30.x' } }]],
    bad: ['Bearer eyJ0'],
  },
  ONCALL_CHANNEL: {
    good: [['G0SECRET', { oncall: { channel: 'G0SECRET' } }]],
    bad: ['#oncall', 'oncall', 'U0ALICE', 'C0ONCALL,C0DBA', 'c0oncall'],
  },
  ONCALL_MENTION: {
    good: [
      ['S0DBAS', { oncall: { mention: '<!subteam^S0DBAS>' } }],
      ['U0ALICE', { oncall: { mention: '<@U0ALICE>' } }],
      ['W0ALICE', { oncall: { mention: '<@W0ALICE>' } }],
      ['here', { oncall: { mention: '<!here>' } }],
      ['@here', { oncall: { mention: '<!here>' } }],
      ['channel', { oncall: { mention: '<!channel>' } }],
      ['@channel', { oncall: { mention: '<!channel>' } }],
      ['<@U0ALICE>', { oncall: { mention: '<@U0ALICE>' } }],
      ['<!subteam^S0DBAS>', { oncall: { mention: '<!subteam^S0DBAS>' } }],
      ['<!here>', { oncall: { mention: '<!here>' } }],
    ],
    bad: ['@dbas', 'alice', '<!everyone>', '<@U0ALICE', 'U0ALICE,U0BOB', '<!subteam^U0ALICE>'],
  },
  FALLBACK_CHANNEL: {
    good: [['G0FALLBACK', { fallbackChannel: 'G0FALLBACK' }]],
    bad: ['#dbas', 'dbas', 'U0ALICE', 'C0DBA,C0OPS'],
  },
  ALERT_ON: {
    good: [
      ['failed', { policy: { alertOn: ['failed'] } }],
      [
        ' Overdue, ABANDONED,canceled,overdue,',
        { policy: { alertOn: ['overdue', 'abandoned', 'canceled'] } },
      ],
      [
        'failed,canceled,gone,abandoned,blind,stalled,overdue',
        { policy: { alertOn: AlertCause.options } },
      ],
    ],
    bad: [',', 'none', 'failed;gone', 'succeeded', 'not-found', 'stopped', 'failed gone'],
  },
  ALLOWED_CHANNELS: {
    good: [['C0DBA, G0SECRET', { allowed: { channels: ['C0DBA', 'G0SECRET'] } }]],
    bad: ['#dba', 'C0DBA,U0ALICE'],
  },
  ALLOWED_USERS: {
    good: [['U0ALICE,W0BOB', { allowed: { users: ['U0ALICE', 'W0BOB'] } }]],
    bad: ['alice', 'U0ALICE;U0BOB', '<@U0ALICE>'],
  },
  POLL_MIN: {
    good: [
      ['500ms', { policy: { pollMinMs: 500 } }],
      ['1m', { policy: { pollMinMs: 60_000 } }],
    ],
    bad: ['5', '0s', '-1s', '1.5s', '5 s', 's', '2m'],
  },
  POLL_MAX: {
    good: [
      ['2h', { policy: { pollMaxMs: 7_200_000 } }],
      ['5s', { policy: { pollMaxMs: 5000 } }],
    ],
    bad: ['60', '0m', '4s'],
  },
  MILESTONES: {
    good: [
      ['90, 10,50', { policy: { milestones: [10, 50, 90] } }],
      ['50,50', { policy: { milestones: [50] } }],
    ],
    bad: ['0', '100', '25%', '12.5', 'half'],
  },
  NOT_FOUND_AFTER: {
    good: [['5m', { policy: { notFoundAfterMs: 300_000 } }]],
    bad: ['5', 'never'],
  },
  GONE_AFTER: { good: [['1h', { policy: { goneAfterMs: 3_600_000 } }]], bad: ['1', '400d'] },
  STALL_AFTER: {
    good: [['1h', { policy: { stallAfterMs: 3_600_000 } }]],
    bad: ['15', 'never', '0m'],
  },
  BLIND_AFTER: {
    good: [['30s', { policy: { blindAfterMs: 30_000 } }]],
    bad: ['10', 'never', '0m'],
  },
  WATCH_FOR: {
    good: [['30d', { policy: { watchForMs: 30 * DAY } }]],
    bad: ['7', 'forever', '0d', '400d'],
  },
  HISTORY_FOR: { good: [['7d', { historyMs: 7 * DAY }]], bad: ['7', 'forever', '0d'] },
  SLACK_EDITS_PER_MINUTE: {
    good: [['20', { slack: { editsPerMinute: 20 } }]],
    bad: ['0', '-5', 'many'],
  },
  SLACK_POSTS_PER_MINUTE: {
    good: [['100', { slack: { postsPerMinute: 100 } }]],
    bad: ['0', '1.5', 'some hundreds'],
  },
  ARM_READS_PER_SECOND: {
    good: [['12', { azure: { readsPerSecond: 12 } }]],
    bad: ['0', '0.5', '-1', 'all'],
  },
  ESCALATE_AFTER: {
    good: [['1h', { oncall: { escalateAfterMs: 3_600_000 } }]],
    bad: ['15', 'never', '0m'],
  },
  ROLE: { good: [['bot', { role: 'bot' }]], bad: ['server'] },
  OPS_PORT: { good: [['9000', { ops: { port: 9000 } }]], bad: ['0', '70000'] },
  OPS_HOST: {
    good: [
      ['0.0.0.0', { ops: { host: '0.0.0.0' } }],
      ['::1', { ops: { host: '::1' } }],
    ],
    bad: ['http://x', 'a b'],
  },
  LOG_LEVEL: { good: [['debug', { log: { level: 'debug' } }]], bad: ['verbose'] },
  LOG_FORMAT: {
    good: [
      ['json', { log: { format: 'json' } }],
      ['pretty', { log: { format: 'pretty' } }],
    ],
    bad: ['xml'],
  },
};

describe.each(NAMES)('%s', (name) => {
  const { good, bad } = VALUES[name];

  it.each(good)('takes %s', (text, expected) => {
    expect(configOf({ [name]: text })).toMatchObject(expected);
  });

  it.each(bad)('refuses %s, and says why', (text) => {
    const [problem, ...more] = problemsOf({ ...COMPLETE, [name]: text }).map(
      ({ problem: why }) => why,
    );
    expect(problem).toMatch(/^must /);
    expect(more).toEqual([]);
  });
});

describe('the entrance', () => {
  const { SLACK_APP_TOKEN: _none, ...withoutApp } = COMPLETE;
  const SIGNED = { SLACK_SIGNING_SECRET: 'signing-secret' };

  it('is HTTP with a signing secret alone', () => {
    expect(configOf({ SLACK_APP_TOKEN: '', ...SIGNED }).slack.entrance).toEqual({
      kind: 'http',
      signingSecret: 'signing-secret',
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

  it('come one for each setting', () => {
    const environment = Object.fromEntries(NAMES.map((name) => [name, '\u0000']));
    const found = problemsOf(environment).map(({ setting }) => setting);
    expect(new Set(found).size).toBe(found.length);
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

test('every setting’s example would be taken', () => {
  for (const name of NAMES) {
    expect(configOf({ [name]: settings[name].example })).toHaveProperty('role');
  }
});
