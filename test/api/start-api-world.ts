import { createHash } from 'node:crypto';
import { freePort } from '../../src/sandbox/free-port.ts';
import type { WorldOptions } from '../../src/sandbox/world.ts';
import { startTestWorld, type TestWorld } from '../e2e/start-test-world.ts';
import { type ApiAnswer, createDocumentCheck, type DocumentCheck } from './document-check.ts';

/** Tokens of two pipelines. */
export const NIGHTLY = 'token-of-nightly-import-0123456789';
export const RELEASE = 'token-of-release-0123456789';

function sha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

interface Asked {
  /** Default: that of nightly-import. */
  readonly token?: string | undefined;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiWorld extends TestWorld {
  readonly apiUrl: string;
  /** Asks the API, and holds the answer against the document that it serves. */
  api(method: string, path: string, asked?: Asked): Promise<ApiAnswer>;
}

/** A world whose bot takes requests of two pipelines, nightly-import and release. */
export async function startApiWorld(
  settings: WorldOptions['settings'] = {},
  options: Parameters<typeof startTestWorld>[2] = {},
): Promise<ApiWorld> {
  const port = await freePort();
  const world = await startTestWorld(
    'socket',
    {
      API_PORT: String(port),
      API_TOKENS: `nightly-import=${sha256(NIGHTLY)},release=${sha256(RELEASE)}`,
      API_REQUESTS_PER_MINUTE: '1000',
      ...settings,
    },
    options,
  );
  const apiUrl = `http://127.0.0.1:${port}`;
  let check: DocumentCheck | undefined;
  return {
    ...world,
    apiUrl,
    async api(method, path, asked = {}) {
      check ??= createDocumentCheck(await documentOf(apiUrl));
      const answer = await ask(`${apiUrl}${path}`, method, asked);
      const problems = method === 'HEAD' ? [] : check(method, path, answer);
      if (problems.length > 0) throw new Error(problems.join('\n'));
      return answer;
    },
  };
}

/** The document that is served. */
export async function documentOf(apiUrl: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await fetch(`${apiUrl}/v1/openapi.json`);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}

async function ask(
  url: string,
  method: string,
  { token = NIGHTLY, body, headers = {} }: Asked,
): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : JSON.parse(text),
  };
}
