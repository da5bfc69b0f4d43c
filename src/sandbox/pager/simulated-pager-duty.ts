import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen } from '../slack/http-server.ts';
import { checkEvent, isObject } from './check-event.ts';

/** One event that was taken. */
interface PagerDutyEvent {
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  readonly key: string;
  readonly at: number;
  readonly summary: string | undefined;
  readonly severity: string | undefined;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** All of it, as it came. */
  readonly body: Readonly<Record<string, unknown>>;
}

interface PagerDutyAlert {
  readonly key: string;
  state: 'triggered' | 'acknowledged' | 'resolved';
}

/** How it answers in place of taking an event; `drop`: the connection breaks off, `hang`: never. */
type PagerDutyMood =
  | 'drop'
  | 'hang'
  | 'drop after taking'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

/** PagerDuty's Events API v2 on loopback, as its documentation describes it. */
export interface SimulatedPagerDuty {
  readonly url: string;
  readonly routingKey: string;
  /** In which it is at the moment; undefined: it takes what it is told. */
  mood: PagerDutyMood | undefined;
  /** What was taken, in order. */
  readonly events: readonly PagerDutyEvent[];
  /** How often it was asked, taken or not. */
  readonly asked: number;
  /** Each time somebody was woken: an event has opened an alert. */
  readonly calls: readonly PagerDutyEvent[];
  /** The newest alert of each key. */
  readonly alerts: ReadonlyMap<string, PagerDutyAlert>;
  /** Hears of each event that is taken. @returns to hear no more */
  onEvent(listener: (event: PagerDutyEvent) => void): () => void;
  close(): Promise<void>;
}

const MOST_BYTES = 512 * 1024;
const PATH = '/v2/enqueue';

export interface SimulatedPagerDutyOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** Default: 32 letters. */
  readonly routingKey?: string;
}

/** Starts it. */
export async function startSimulatedPagerDuty({
  port = 0,
  routingKey = 'r0ut1ngk3y0000000000000000000000',
}: SimulatedPagerDutyOptions = {}): Promise<SimulatedPagerDuty> {
  const events: PagerDutyEvent[] = [];
  const calls: PagerDutyEvent[] = [];
  const alerts = new Map<string, PagerDutyAlert>();
  const listeners = new Set<(event: PagerDutyEvent) => void>();
  let asked = 0;
  let mood: PagerDutyMood | undefined;

  const server = createServer((request, response) => {
    asked += 1;
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (mood === undefined || mood === 'drop after taking')
      return takeOver(request, body, response);
    if (mood === 'drop') response.destroy();
    else if (mood !== 'hang') {
      response.writeHead(mood.status, mood.headers).end(mood.body ?? '');
    }
  }

  function takeOver(
    request: IncomingMessage,
    body: string | undefined,
    response: ServerResponse,
  ): void {
    const refusal = refusalOf(request, body);
    const event = parsed(body ?? '');
    if (refusal) send(response, refusal.status, refusal.answer);
    else if (isObject(event)) accept(event, response);
  }

  function refusalOf(request: IncomingMessage, body: string | undefined) {
    if (request.url !== PATH || request.method !== 'POST') return { status: 404, answer: {} };
    if (body === undefined) return { status: 413, answer: { status: 'invalid event' } };
    const errors = checkEvent(parsed(body), routingKey);
    const message = 'Event object is invalid';
    return errors.length > 0
      ? { status: 400, answer: { status: 'invalid event', message, errors } }
      : undefined;
  }

  function accept(event: Readonly<Record<string, unknown>>, response: ServerResponse): void {
    const key = typeof event['dedup_key'] === 'string' ? event['dedup_key'] : `auto-${asked}`;
    take(eventOf(event, key));
    if (mood === 'drop after taking') response.destroy();
    else send(response, 202, { status: 'success', message: 'Event processed', dedup_key: key });
  }

  function take(event: PagerDutyEvent): void {
    events.push(event);
    const alert = alerts.get(event.key);
    const isOpen = alert !== undefined && alert.state !== 'resolved';
    // An alert that is open notifies nobody again; what is resolved is dropped, but for a trigger.
    if (event.action === 'trigger' && !isOpen) {
      alerts.set(event.key, { key: event.key, state: 'triggered' });
      calls.push(event);
    } else if (alert && isOpen && event.action === 'acknowledge') {
      alert.state = 'acknowledged';
    } else if (alert && isOpen && event.action === 'resolve') {
      alert.state = 'resolved';
    }
    for (const listener of listeners) listener(event);
  }

  const listening = await listen(server, port);
  return {
    url: `http://127.0.0.1:${listening}${PATH}`,
    routingKey,
    events,
    calls,
    alerts,
    get asked() {
      return asked;
    },
    get mood() {
      return mood;
    },
    set mood(next) {
      mood = next;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => closeServer(server),
  };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= MOST_BYTES) chunks.push(bytes);
  }
  return size > MOST_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function eventOf(body: Readonly<Record<string, unknown>>, key: string): PagerDutyEvent {
  const action = String(body['event_action']);
  const payload = isObject(body['payload']) ? body['payload'] : {};
  const links = Array.isArray(body['links']) ? body['links'].filter(isObject) : [];
  return {
    action: action === 'acknowledge' || action === 'resolve' ? action : 'trigger',
    key,
    at: Date.now(),
    summary: typeof payload['summary'] === 'string' ? payload['summary'] : undefined,
    severity: typeof payload['severity'] === 'string' ? payload['severity'] : undefined,
    links: links.map(({ href, text }) => ({ href: String(href), text: String(text) })),
    body,
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
