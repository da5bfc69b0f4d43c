/** Where the proxy is and whom it is shown, as it stands in the setting of that name. */
export interface HttpProxy {
  /** `http://proxy.example.com:8080` */
  readonly origin: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly setting: 'HTTPS_PROXY' | 'HTTP_PROXY';
  /** Hosts that are reached without it. */
  readonly except: readonly string[];
}

/** What the proxy did: it answered with this status, or there was no answer. */
export type ProxyRefusal =
  | { readonly kind: 'answer'; readonly status: number }
  | { readonly kind: 'error'; readonly error: unknown };

/** The proxy gave us no way to a host. The message ends a sentence and holds neither user nor password. */
export class ProxyFailed extends Error {
  override readonly name = 'ProxyFailed';
  readonly host: string;

  constructor(proxy: HttpProxy, host: string, refusal: ProxyRefusal) {
    const what =
      refusal.kind === 'answer' ? wordsOfStatus(refusal.status, proxy, host) : wordsOf(refusal);
    super(
      `the proxy in ${proxy.setting} ${what}`,
      refusal.kind === 'error' ? { cause: refusal.error } : {},
    );
    this.host = host;
  }
}

/** What a proxy failed at, where that is why something else failed. */
export function proxyFailureIn(error: unknown): ProxyFailed | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (at instanceof ProxyFailed) return at;
  }
  return undefined;
}

function wordsOfStatus(status: number, { username }: HttpProxy, host: string): string {
  if (status === 407) {
    return username === undefined
      ? 'asks for a user and a password (407), and none stand there'
      : 'does not take the user and password that stand there (407)';
  }
  return status >= 500
    ? `could not reach ${host} (${status})`
    : `lets nothing through to ${host} (${status})`;
}

function wordsOf({ error }: { readonly error: unknown }): string {
  const code = codeOf(error);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `has a name that can’t be resolved (${code})`;
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'did not answer in time';
    case undefined:
      return 'could not be reached';
    default:
      return `could not be reached (${code})`;
  }
}

/** Node's and undici's codes, such as ECONNREFUSED. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[A-Z][A-Z_0-9]{2,40}$/.test(error.code)
    ? error.code
    : undefined;
}
