import type { Answer, JsonObject } from '../../azure/answer.ts';

/** What Azure answers, in a few words: `InProgress, 42 %`, `429, Retry-After 5 s`, `no answer`. */
export function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'ok': {
      const percent = percentOf(answer.body);
      const status = String(answer.body['status']);
      return percent === undefined ? status : `${status}, ${Math.round(percent * 10) / 10} %`;
    }
    case 'status': {
      const wait = answer.headers?.['retry-after'];
      return wait === undefined ? `${answer.status}` : `${answer.status}, Retry-After ${wait} s`;
    }
    case 'raw':
      return `${answer.status}, ${answer.contentType} instead of JSON`;
    case 'hang':
      return 'no answer';
    case 'drop':
      return 'a broken connection';
  }
}

/** As Azure says it: it may be above 100. */
export function percentOf(body: JsonObject): number | undefined {
  const { percentComplete: percent } = body;
  return typeof percent === 'number' ? percent : undefined;
}
