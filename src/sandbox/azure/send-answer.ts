import type { ServerResponse } from 'node:http';
import type { Answer, JsonObject, ResponseHeaders } from './answer.ts';

/** Sends an answer, or keeps silent or breaks the connection where that is the answer. */
export function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  headers: ResponseHeaders,
): void {
  // A late answer may find that nobody waits for it any more.
  if (response.destroyed) return;
  switch (answer.kind) {
    case 'ok':
      sendJson(response, 200, answer.body, { ...headers, ...answer.headers });
      return;
    case 'status':
      sendJson(response, answer.status, answer.body, { ...headers, ...answer.headers });
      return;
    case 'raw':
      response.writeHead(answer.status, { ...headers, 'content-type': answer.contentType });
      response.end(answer.text);
      return;
    case 'hang':
      return;
    case 'drop':
      response.destroy();
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject | undefined,
  headers: ResponseHeaders,
): void {
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...type, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** The status that an answer goes out with; 0 where there is none. */
export function statusOf(answer: Answer): number {
  switch (answer.kind) {
    case 'ok':
      return 200;
    case 'status':
    case 'raw':
      return answer.status;
    case 'hang':
    case 'drop':
      return 0;
  }
}
