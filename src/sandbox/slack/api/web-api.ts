import { faultAnswer } from '../fault-answer.ts';
import type { Faults } from '../faults.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../http-answer.ts';
import type { JsonObject } from '../json.ts';
import type { RateLimits } from '../rate-limits.ts';
import { scopeRefusal } from './access.ts';
import { type ApiAnswer, isRefusal, type Refusal, refuse } from './answer.ts';
import { parseArguments } from './arguments.ts';
import type { ApiContext, ApiMethod } from './method.ts';
import { METHODS } from './methods.ts';

export interface WebApiParts {
  readonly context: ApiContext;
  readonly tokens: { readonly bot: string; readonly app: string };
  /** `undefined` where limits are off. */
  readonly limits: RateLimits | undefined;
  readonly faults: Faults;
}

interface Call {
  readonly name: string;
  readonly args: JsonObject;
  readonly token: string | undefined;
}

/** Answers `POST /api/<method>`. */
export function createWebApi({ context, tokens, limits, faults }: WebApiParts) {
  const { callLog } = context.workspace;

  function answer(name: string, request: HttpRequest): HttpAnswer {
    const parsed = parseArguments(request.contentType, request.body);
    if (parsed === undefined) return jsonAnswer(200, refuse('invalid_form_data'));
    const { token: inBody, ...args } = parsed;
    const call = { name, args, token: bearerToken(request.authorization) ?? tokenField(inBody) };
    const fault = faults.take(name, args);
    if (fault === undefined) return serve(call);
    const { answer, carriedOut } = faultAnswer(fault, () => jsonAnswer(200, carryOut(call)));
    callLog.record({
      method: name,
      args,
      outcome: { kind: 'fault', fault: fault.kind, carriedOut },
    });
    return answer;
  }

  function serve(call: Call): HttpAnswer {
    const { name: method, args } = call;
    const retryAfterSeconds = limits?.admit(method, channelOf(args));
    if (retryAfterSeconds !== undefined) {
      callLog.record({ method, args, outcome: { kind: 'rate-limited', retryAfterSeconds } });
      const headers = { 'retry-after': String(retryAfterSeconds) };
      return jsonAnswer(429, refuse('ratelimited'), headers);
    }
    const result = carryOut(call);
    callLog.record({
      method,
      args,
      outcome: isRefusal(result) ? { kind: 'refused', error: result.error } : { kind: 'ok' },
    });
    return jsonAnswer(200, result, scopeHeaders(METHODS.get(method)));
  }

  function carryOut({ name, args, token }: Call): ApiAnswer {
    const method = METHODS.get(name);
    if (method === undefined) return refuse('unknown_method', { req_method: name });
    return tokenRefusal(method, token) ?? neededScope(method) ?? method.call(args, context);
  }

  function tokenRefusal(method: ApiMethod, token: string | undefined): Refusal | undefined {
    if (token === undefined || token === '') return refuse('not_authed');
    if (token !== tokens.bot && token !== tokens.app) return refuse('invalid_auth');
    return token === tokens[method.token] ? undefined : refuse('not_allowed_token_type');
  }

  function neededScope({ scope }: ApiMethod): Refusal | undefined {
    return scope === undefined ? undefined : scopeRefusal(context.workspace, scope);
  }

  function scopeHeaders(method: ApiMethod | undefined): Readonly<Record<string, string>> {
    if (method?.token !== 'bot') return {};
    const granted = { 'x-oauth-scopes': [...context.workspace.scopes].join(',') };
    return method.scope === undefined
      ? granted
      : { ...granted, 'x-accepted-oauth-scopes': method.scope };
  }

  return { answer };
}

function bearerToken(authorization: string | undefined): string | undefined {
  const match = /^Bearer (.+)$/i.exec(authorization ?? '');
  return match?.[1];
}

function tokenField(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function channelOf({ channel }: JsonObject): string | undefined {
  return typeof channel === 'string' ? channel : undefined;
}
