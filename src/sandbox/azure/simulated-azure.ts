import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answer, ResponseHeaders, Script } from './answer.ts';
import { type ArmError, armError } from './arm-error.ts';
import { backupStory } from './backup-story.ts';
import { type CheckedRequest, checkRequest, knownWorld, regionOf } from './check-request.ts';
import { createReadBuckets, type Taken } from './read-bucket.ts';
import type { ReadFault, ReadFaultDecision } from './read-fault.ts';
import { sendAnswer, statusOf } from './send-answer.ts';
import {
  createSimulatedOperation,
  type RegisteredOperation,
  type SimulatedOperation,
} from './simulated-operation.ts';
import { DEFAULT_SUBSCRIPTION_ID, type SimulatedSubscription } from './simulated-subscription.ts';
import { throttled } from './throttled.ts';

export interface SimulatedAzureOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** The bearer token that is accepted. Default `simulated-token`. */
  readonly token?: string;
  /** Others that are accepted, too. Default: none. */
  readonly moreTokens?: readonly string[];
  /** Default: one, which the token may read. */
  readonly subscriptions?: readonly SimulatedSubscription[];
  /** Default `East US` and `West US`; `eastus` is the same as `East US`. */
  readonly locations?: readonly string[];
  /** Whether reads are counted and refused as ARM does it. Default true. */
  readonly limits?: boolean;
  /** Whether `requests` is kept. Default true; millions of reads are better listened to. */
  readonly logs?: boolean;
  readonly now?: () => number;
}

interface OperationOptions {
  /** Default: the first that there is; likewise for the location. */
  readonly subscriptionId?: string;
  readonly location?: string;
  /** Default: a new GUID. */
  readonly operationId?: string;
  /** Default: a backup of 40 GB in a minute. */
  readonly script?: Script;
}

/** One line of the log of requests; `status` is 0 where no answer was sent. */
export interface LoggedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly at: number;
  /** When it was answered or broke off; undefined while it is open. */
  readonly endedAt: number | undefined;
  readonly status: number;
  /** What struck it, where something did. */
  readonly fault: ReadFault['kind'] | undefined;
  readonly operationId: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface SimulatedAzure {
  /** The ARM endpoint. */
  readonly url: string;
  readonly token: string;
  readonly subscriptionId: string;
  readonly locations: readonly string[];
  readonly requests: readonly LoggedRequest[];
  /** Calls `listener` for each request, before it is answered; returns how to stop that. */
  onRequest(listener: (request: LoggedRequest) => void): () => void;
  /** Registers an operation, which begins now. */
  operation(options?: OperationOptions): SimulatedOperation;
  /** Has each read that ARM would take decided on. Returns how to withdraw that. */
  failBy(decision: ReadFaultDecision): () => void;
  /** Has tokens refused from now on (`none`), or taken as before (`all`). */
  takeTokens(which: 'all' | 'none'): void;
  /** Ends the server and every connection to it. */
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 that answers OperationProgress_Get as strictly as ARM does. */
export async function startSimulatedAzure({
  port = 0,
  token = 'simulated-token',
  moreTokens = [],
  subscriptions = [{ id: DEFAULT_SUBSCRIPTION_ID }],
  locations = ['East US', 'West US'],
  limits = true,
  logs = true,
  now = Date.now,
}: SimulatedAzureOptions = {}): Promise<SimulatedAzure> {
  const buckets = createReadBuckets(now);
  const operations = new Map<string, RegisteredOperation>();
  const requests: LoggedRequest[] = [];
  const listeners = new Set<(request: LoggedRequest) => void>();
  const world = knownWorld({ tokens: [token, ...moreTokens], subscriptions, locations });
  let takes: 'all' | 'none' = 'all';
  const decisions = new Set<ReadFaultDecision>();

  function take(checked: CheckedRequest): Taken | undefined {
    if (!limits || checked.kind === 'refused') return undefined;
    return buckets.take(`${checked.location}/${checked.subscriptionId}`);
  }

  function answerTo(checked: CheckedRequest, taken: Taken | undefined): Answer {
    if (checked.kind === 'refused') return { kind: 'status', ...checked.error };
    if (taken?.kind === 'empty') {
      const waitMs = taken.retryAfterSeconds * 1000;
      const error = throttled(checked.subscriptionId, waitMs, 'retry-after in seconds', now());
      return { kind: 'status', ...error };
    }
    const operation = operations.get(keyOf(checked));
    if (operation === undefined) return { kind: 'status', ...unknown(checked.operationId) };
    const answer = operation.read();
    if (answer.kind !== 'ok') return answer;
    const name = operation.handle.operationId;
    return { ...answer, body: { id: operation.armId, name, ...answer.body } };
  }

  function faultOf(checked: CheckedRequest): ReadFault | undefined {
    if (checked.kind === 'refused') return undefined;
    for (const decision of decisions) {
      const fault = decision({ operationId: checked.operationId });
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = request;
    request.resume();
    const checked = checkRequest(
      { method, target: url, authorization: headers.authorization },
      takes === 'all' ? world : { ...world, tokens: new Set() },
    );
    const taken = take(checked);
    const fault = faultOf(checked);
    const isOwn = fault === undefined || fault.kind === 'late';
    const answer = isOwn ? answerTo(checked, taken) : fault;
    const logged = {
      method,
      url,
      at: now(),
      endedAt: undefined as number | undefined,
      status: statusOf(answer),
      fault: fault?.kind,
      operationId: checked.kind === 'accepted' ? checked.operationId : undefined,
      headers,
    };
    for (const listener of listeners) listener(logged);
    if (logs) {
      requests.push(logged);
      response.once('close', () => {
        logged.endedAt = now();
      });
    }
    const send = () => sendAnswer(response, answer, armHeaders(taken));
    if (fault?.kind === 'late') setTimeout(send, fault.afterMs).unref();
    else send();
  }

  const server = createServer(serve);
  const url = `http://127.0.0.1:${await listen(server, port)}`;
  const subscriptionId = subscriptions[0]?.id ?? DEFAULT_SUBSCRIPTION_ID;

  return {
    url,
    token,
    subscriptionId,
    locations,
    requests,
    onRequest: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    operation: (options = {}) => {
      const address = {
        armEndpoint: url,
        subscriptionId: options.subscriptionId ?? subscriptionId,
        location: options.location ?? locations[0] ?? 'East US',
        operationId: options.operationId ?? randomUUID(),
      };
      const script = options.script ?? backupStory({ totalBytes: 40e9, durationMs: 60_000 });
      const registered = createSimulatedOperation(address, script, now);
      operations.set(keyOf(address), registered);
      return registered.handle;
    },
    failBy: (decision) => {
      decisions.add(decision);
      return () => decisions.delete(decision);
    },
    takeTokens: (which) => {
      takes = which;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface OperationKey {
  readonly subscriptionId: string;
  readonly location: string;
  readonly operationId: string;
}

function keyOf({ subscriptionId, location, operationId }: OperationKey): string {
  return `${subscriptionId}/${regionOf(location)}/${operationId}`.toLowerCase();
}

function armHeaders(taken: Taken | undefined): ResponseHeaders {
  return {
    'cache-control': 'no-cache',
    'x-ms-request-id': randomUUID(),
    'x-ms-correlation-request-id': randomUUID(),
    ...(taken ? { 'x-ms-ratelimit-remaining-subscription-reads': String(taken.left) } : {}),
  };
}

function unknown(operationId: string): ArmError {
  return armError(
    404,
    'ResourceNotFound',
    `The operation with id '${operationId}' was not found, or its result is no longer kept.`,
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
