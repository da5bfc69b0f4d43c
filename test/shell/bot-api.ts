import { onTestFinished } from 'vitest';
import { startRawServer } from '../azure/raw-server.ts';

/** A request as the API got it. */
interface ApiRequest {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly key: string | undefined;
  readonly body: unknown;
}

interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export const TOKEN = 'a-token-of-the-pipeline';
export const CARD = 'https://example.slack.com/archives/C0DBA/p1893553445000100';

/** The watch that the API answers with, as far as a shell minds it. */
export const WATCH = { id: 'w1-1', channel: 'C0DBA', card: CARD, note: null, state: 'running' };

/**
 * A server of the bot's API as docs/api.md has it, whose answers come one after the other; the last one stays.
 * 'drop' breaks the connection, 'hang' never answers.
 */
export async function startBotApi(...answers: readonly (ApiAnswer | 'drop' | 'hang')[]) {
  const requests: ApiRequest[] = [];
  const server = await startRawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = answers[Math.min(requests.length, answers.length - 1)] ?? 'hang';
    const { authorization, 'idempotency-key': key } = request.headers;
    requests.push({
      line: `${request.method} ${request.url}`,
      authorization,
      key: String(key),
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
    });
    if (answer === 'drop') request.socket.destroy();
    if (typeof answer === 'string') return;
    const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
  onTestFinished(() => server.close());
  return {
    requests,
    settings: { MYSQLOP_API: server.url, MYSQLOP_TOKEN: TOKEN },
  };
}
