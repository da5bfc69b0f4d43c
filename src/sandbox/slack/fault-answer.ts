import type { Fault } from './faults.ts';
import { type HttpAnswer, jsonAnswer } from './http-answer.ts';

export interface FaultOutcome {
  readonly answer: HttpAnswer;
  /** Whether the call did what it was made for. */
  readonly carriedOut: boolean;
}

const PROXY_PAGE = '<html><body><h1>We are over capacity</h1></body></html>';

/**
 * What becomes of a call that a fault strikes.
 *
 * @param carryOut does what the call asks for, and gives the answer that would have been sent
 */
export function faultAnswer(fault: Fault, carryOut: () => HttpAnswer): FaultOutcome {
  switch (fault.kind) {
    case 'status': {
      const { status, headers = {}, body = '' } = fault;
      return { answer: { kind: 'answer', status, headers, body }, carriedOut: false };
    }
    case 'error':
      return { answer: jsonAnswer(200, { ok: false, error: fault.error }), carriedOut: false };
    case 'hang':
      return { answer: { kind: 'hang' }, carriedOut: false };
    case 'drop':
      return { answer: { kind: 'drop' }, carriedOut: false };
    case 'carried-out-then-drop':
      carryOut();
      return { answer: { kind: 'drop' }, carriedOut: true };
    case 'late':
      return {
        answer: { kind: 'late', afterMs: fault.afterMs, answer: carryOut() },
        carriedOut: true,
      };
    case 'garbage':
      return fault.body === 'html'
        ? { answer: proxyPage(), carriedOut: false }
        : { answer: brokenOff(carryOut()), carriedOut: true };
  }
}

function proxyPage(): HttpAnswer {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return { kind: 'answer', status: 200, headers, body: PROXY_PAGE };
}

/** Its first half. */
function brokenOff(answer: HttpAnswer): HttpAnswer {
  if (answer.kind !== 'answer') return answer;
  return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
}
