import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type HttpAnswer, type HttpRequest, textAnswer } from './http-answer.ts';

const MOST_BODY_BYTES = 1_000_000;

/** A server for requests whose whole body is read first; a larger one than 1 MB is refused. */
export function createHttpServer(answer: (request: HttpRequest) => HttpAnswer): Server {
  return createServer((incoming, outgoing) => {
    readBody(incoming).then(
      (body) => send(answerSafely(incoming, body), outgoing),
      () => outgoing.destroy(),
    );
  });

  function answerSafely(incoming: IncomingMessage, body: Buffer | undefined): HttpAnswer {
    if (body === undefined) return textAnswer(413, 'too large');
    try {
      return answer(request(incoming, body));
    } catch (error) {
      // A fault of ours, or of somebody who listens to changes: it must not look like one of Slack's.
      console.error('The simulated Slack could not answer', incoming.url, error);
      return textAnswer(500, 'The simulated Slack could not answer');
    }
  }
}

function request(incoming: IncomingMessage, bytes: Buffer): HttpRequest {
  const { pathname } = new URL(incoming.url ?? '/', 'http://localhost');
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    contentType: incoming.headers['content-type'] ?? '',
    authorization: incoming.headers.authorization,
    bytes,
    body: bytes.toString('utf8'),
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // The rest is still read, so that the client gets to see the answer.
    if (size <= MOST_BODY_BYTES) chunks.push(bytes);
  }
  return size > MOST_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function send(answer: HttpAnswer, outgoing: ServerResponse): void {
  switch (answer.kind) {
    case 'answer':
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    case 'drop':
      outgoing.destroy();
      return;
    case 'hang':
      return;
    case 'late':
      setTimeout(() => {
        if (!outgoing.destroyed) send(answer.answer, outgoing);
      }, answer.afterMs).unref();
  }
}

/** Listens on loopback; resolves with the port. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No port was given'));
      else resolve(address.port);
    });
  });
}

/** Stops at once: requests under way are cut off. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
