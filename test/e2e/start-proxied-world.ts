import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../src/sandbox/azure/simulated-azure.ts';
import { freePort } from '../../src/sandbox/free-port.ts';
import {
  type SimulatedPagerDuty,
  startSimulatedPagerDuty,
} from '../../src/sandbox/pager/simulated-pager-duty.ts';
import { type ProductProcess, startProduct } from '../../src/sandbox/product/product-process.ts';
import { startRedis } from '../../src/sandbox/redis/start-redis.ts';
import {
  type SimulatedSlack,
  startSimulatedSlack,
} from '../../src/sandbox/slack/simulated-slack.ts';
import { type Authority, startAuthority, TENANT } from '../outgoing/network/authority.ts';
import { type ConnectProxy, startConnectProxy } from '../outgoing/network/connect-proxy.ts';
import { startTlsFront, type TlsFront } from '../outgoing/network/tls-front.ts';
import { makeCertificates } from '../redis/servers/make-certificates.ts';
import { ALICE, DBA, ONCALL } from './start-test-world.ts';

/** What the proxy wants; the password holds what has to be encoded in a URL. */
export const PROXY_CREDENTIALS = 'mysqlop:p@ss/w:rd#1';

/** The real names of what the bot calls; nobody but the proxy can tell where they lead here. */
const HOSTS = [
  'management.azure.com',
  'login.microsoftonline.com',
  'slack.com',
  'wss-primary.slack.com',
  'hooks.slack.com',
  'events.pagerduty.com',
] as const;
type Host = (typeof HOSTS)[number];

export interface ProxiedWorld {
  readonly azure: SimulatedAzure;
  readonly slack: SimulatedSlack;
  readonly authority: Authority;
  readonly pagerDuty: SimulatedPagerDuty;
  readonly proxy: ConnectProxy;
  readonly fronts: Readonly<Record<Host, TlsFront>>;
  readonly near: TlsFront;
  readonly product: ProductProcess;
  readonly opsPort: number;
  readonly redisUrl: string;
  /** What the asker reads in answer to a command. */
  ask(text: string): Promise<string>;
  /** All that the bot has printed. */
  printed(): string;
  /** Where the bot has connected to by itself: each `address:port` once, and each name. */
  connectedTo(): readonly string[];
  /** What `/readyz` says of each check. */
  checks(): Promise<Readonly<Record<string, string>>>;
  stop(): Promise<void>;
}

export interface ProxiedWorldOptions {
  /** What the bot shows to the proxy. */
  readonly credentials?: string;
  /** Targets that the proxy refuses, with which status. */
  readonly refused?: Readonly<Record<string, number>>;
  /** Whether the bot has Slack behind the proxy, or at an address of NO_PROXY. Default: `far`. */
  readonly slackIs?: 'far' | 'near';
  /** Whether it signs in with a secret, or at the identity endpoint of its machine. Default: `secret`. */
  readonly signsInBy?: 'secret' | 'identity endpoint';
  readonly settings?: Readonly<Record<string, string>>;
}

/** Where Slack listens beside the proxy: an address of this machine that needs no proxy by NO_PROXY alone. */
const NEAR = '127.0.0.2';

/**
 * Lets a process resolve no name but its own machine's, wherever this runs, and has it print each name
 * and address that it connects to, whichever package does it.
 */
const ON_AN_ISLAND = `
  import dns from 'node:dns';
  import { isIP, Socket } from 'node:net';
  const report = (place) => process.stderr.write('connects to ' + place + '\\n');
  const { lookup } = dns;
  dns.lookup = (host, options, answer) => {
    if (isIP(host) || host === 'localhost') return lookup(host, options, answer);
    report(host);
    answer(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
  };
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (...args) {
    this.on('connectionAttempt', (address, port) => report(address + ':' + port));
    return connect.apply(this, args);
  };
`;

/**
 * The bot as a process with real host names, which lead to simulated Azure, Slack and sign-in by a
 * proxy on loopback and by nothing else.
 */
export async function startProxiedWorld({
  credentials = PROXY_CREDENTIALS,
  refused = {},
  slackIs = 'far',
  signsInBy = 'secret',
  settings = {},
}: ProxiedWorldOptions = {}): Promise<ProxiedWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'proxied-'));
  const names = [...HOSTS.map((host) => `DNS:${host}`), `IP:${NEAR}`].join(',');
  const certificates = await makeCertificates(folder, names);
  const [redis, azure, slack, opsPort, port] = await Promise.all([
    startRedis(),
    startSimulatedAzure({ locations: ['East US', 'West Europe'], limits: false }),
    startSimulatedSlack({
      limits: false,
      socketOrigin: 'wss://wss-primary.slack.com',
      responseOrigin: 'https://hooks.slack.com',
    }),
    freePort(),
    freePort(),
  ]);
  const authority = await startAuthority(azure.token);
  const pagerDuty = await startSimulatedPagerDuty();
  const front = async (url: string) => await startTlsFront(certificates, url);
  const fronts = {
    'management.azure.com': await front(azure.url),
    'login.microsoftonline.com': await front(authority.url),
    'slack.com': await front(slack.apiUrl),
    'wss-primary.slack.com': await front(slack.apiUrl),
    'hooks.slack.com': await front(slack.apiUrl),
    'events.pagerduty.com': await front(pagerDuty.url),
  };
  const proxy = await startConnectProxy({
    credentials: PROXY_CREDENTIALS,
    refused,
    targets: Object.fromEntries(HOSTS.map((host) => [`${host}:443`, fronts[host].port])),
  });
  const near = await startTlsFront(certificates, slack.apiUrl, NEAR);
  if (slackIs === 'near') slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  let printed = '';
  const [user = '', password = ''] = credentials.split(/:(.*)/s);
  const product = startProduct(
    {
      SLACK_BOT_TOKEN: slack.botToken,
      ...(slackIs === 'far'
        ? { SLACK_APP_TOKEN: slack.appToken }
        : {
            SLACK_API_URL: `https://${NEAR}:${near.port}/api/`,
            SLACK_SIGNING_SECRET: slack.signingSecret,
            PORT: String(port),
            NO_PROXY: `example.com,${NEAR}`,
          }),
      REDIS_URL: redis.url,
      AZURE_SUBSCRIPTIONS: `prod=${azure.subscriptionId}`,
      AZURE_LOCATIONS: 'East US,West Europe',
      AZURE_CLIENT_ID: '44444444-5555-6666-7777-888888888888',
      ...(signsInBy === 'secret'
        ? {
            AZURE_TENANT_ID: TENANT,
            AZURE_CLIENT_SECRET: 'simulated-secret',
            AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
          }
        : {
            IDENTITY_ENDPOINT: `${authority.url}/msi/token`,
            IDENTITY_HEADER: 'simulated-header',
            AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
          }),
      ONCALL_CHANNEL: ONCALL,
      PAGERDUTY_ROUTING_KEY: pagerDuty.routingKey,
      OPS_PORT: String(opsPort),
      POLL_MIN: '100ms',
      POLL_MAX: '200ms',
      HTTPS_PROXY: `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: certificates.authority,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(ON_AN_ISLAND)}`,
      LOG_LEVEL: 'debug',
      ...settings,
    },
    'node',
    (text) => {
      printed += text;
    },
  );
  return {
    azure,
    slack,
    authority,
    pagerDuty,
    proxy,
    fronts,
    near,
    product,
    opsPort,
    redisUrl: redis.url,
    async ask(text) {
      const { response } = await slack.command({ channel: DBA, user: ALICE, text });
      return String(response?.['text'] ?? '');
    },
    printed: () => printed,
    connectedTo: () => [
      ...new Set([...printed.matchAll(/^connects to (.+)$/gm)].map(([, place = '']) => place)),
    ],
    async checks() {
      const answer = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
      const { checks } = (await answer.json()) as { checks: Record<string, string> };
      return checks;
    },
    async stop() {
      await product.stop();
      await Promise.all([proxy, azure, slack, authority, pagerDuty].map((each) => each.close()));
      await Promise.all([near, ...Object.values(fronts)].map((each) => each.close()));
      await redis.stop();
      await rm(folder, { recursive: true });
    },
  };
}
