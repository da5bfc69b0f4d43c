import { type IncomingHttpHeaders, request } from 'node:http';

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One HTTP request in which every header can be chosen, the host too. */
export function ask(url: string, { method, path = '/', headers, body }: Asked = {}) {
  return new Promise<Answered>((resolve, reject) => {
    const asking = request(new URL(path, url), { method: method ?? 'GET', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
      );
    });
    asking.once('error', reject).end(body);
  });
}

/** `POST /do` as the page itself does it. */
export async function askToDo(url: string, deed: unknown): Promise<Answered> {
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin };
  return await ask(url, { method: 'POST', path: '/do', headers, body: JSON.stringify(deed) });
}
