import { randomBytes } from 'node:crypto';
import { isRefusal } from './api/answer.ts';
import { faultAnswer } from './fault-answer.ts';
import type { Fault, Faults } from './faults.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer, textAnswer } from './http-answer.ts';
import { isJsonObject, type JsonObject, parseJson } from './json.ts';
import { type ResponseTarget, type ShownMessage, showResponse } from './show-response.ts';
import type { CallOutcome } from './state/api-call.ts';
import type { Workspace } from './state/workspace.ts';

const LIFETIME_MS = 30 * 60_000;
const MOST_USES = 5;

interface ResponseUrl {
  readonly target: ResponseTarget;
  readonly issuedAt: number;
  uses: number;
  /** What the next `replace_original` replaces. */
  original: ShownMessage | undefined;
}

/** The `response_url`s: secret, for 30 minutes and 5 uses. In the log their method is `response_url`. */
export class ResponseUrls {
  readonly #workspace: Workspace;
  readonly #faults: Faults;
  readonly #urls = new Map<string, ResponseUrl>();

  constructor(workspace: Workspace, faults: Faults) {
    this.#workspace = workspace;
    this.#faults = faults;
  }

  /** Returns the path of a new one. */
  issue(target: ResponseTarget): string {
    const issuedAt = this.#workspace.now();
    for (const [id, url] of this.#urls) {
      if (issuedAt - url.issuedAt > 2 * LIFETIME_MS) this.#urls.delete(id);
    }
    const id = randomBytes(18).toString('base64url');
    this.#urls.set(id, { target, issuedAt, uses: 0, original: target.original });
    return `/response/${id}`;
  }

  /** Says what a command's acknowledgement showed, which is what `replace_original` then replaces. */
  firstShown(path: string, shown: ShownMessage): void {
    const url = this.#urls.get(path.replace('/response/', ''));
    if (url !== undefined) url.original = shown;
  }

  /** Answers `POST /response/<id>`. */
  answer(id: string, request: HttpRequest): HttpAnswer {
    const parsed = parseJson(request.body);
    const args = isJsonObject(parsed) ? parsed : {};
    const fault = this.#faults.take('response_url', args);
    if (fault !== undefined) return this.#fail(id, args, fault);
    const result = isJsonObject(parsed) ? this.#use(id, args) : refused(400, 'invalid_payload');
    this.#record(args, result.outcome);
    return result.answer;
  }

  #fail(id: string, args: JsonObject, fault: Fault): HttpAnswer {
    const { answer, carriedOut } = faultAnswer(fault, () => this.#use(id, args).answer);
    this.#record(args, { kind: 'fault', fault: fault.kind, carriedOut });
    return answer;
  }

  #use(id: string, args: JsonObject): Use {
    const url = this.#urls.get(id);
    if (url === undefined) return refused(404, 'no_such_url');
    if (this.#workspace.now() - url.issuedAt > LIFETIME_MS) return refused(404, 'expired_url');
    if (url.uses >= MOST_USES) return refused(404, 'used_url');
    const { target, original } = url;
    const about = original === undefined ? target : { ...target, original };
    const result = showResponse(this.#workspace, about, args);
    if (isRefusal(result)) return refused(400, result.error);
    url.uses += 1;
    if (result.kind === 'shown' && target.original === undefined) url.original = result.shown;
    return { answer: textAnswer(200, 'ok'), outcome: { kind: 'ok' } };
  }

  #record(args: JsonObject, outcome: CallOutcome): void {
    this.#workspace.callLog.record({ method: 'response_url', args, outcome });
  }
}

interface Use {
  readonly answer: HttpAnswer;
  readonly outcome: CallOutcome;
}

function refused(status: number, error: string): Use {
  return { answer: jsonAnswer(status, { ok: false, error }), outcome: { kind: 'refused', error } };
}
