import type { Fault } from './faults.ts';
import { type HttpAnswer, jsonAnswer } from './http-answer.ts';

/** What a caller gets to see of a fault. */
export function faultAnswer(fault: Fault): HttpAnswer {
  switch (fault.kind) {
    case 'status':
      return {
        kind: 'answer',
        status: fault.status,
        headers: fault.headers ?? {},
        body: fault.body ?? '',
      };
    case 'error':
      return jsonAnswer(200, { ok: false, error: fault.error });
    case 'hang':
      return { kind: 'hang' };
    case 'drop':
    case 'carried-out-then-drop':
      return { kind: 'drop' };
  }
}
