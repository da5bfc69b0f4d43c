import { ENDED_ALREADY, type Forgotten, type Refusal } from '../asking/refusals.ts';
import type { ApiDependencies, ApiTrouble } from './dependencies.ts';
import { problem } from './problem.ts';
import type { Reply } from './reply.ts';

/** Why something is not done, in the words of the command. */
export function replyOfRefusal(refusal: Refusal | Forgotten): Reply {
  const { explanation } = refusal;
  if (refusal === ENDED_ALREADY) return problem('ended-already', explanation);
  if (refusal.kind === 'forgotten') return problem('no-such-watch', explanation);
  const { retryAfterMs, isLimit, about } = refusal;
  if (retryAfterMs !== undefined) {
    return problem('too-many-requests', explanation, { retryAfterMs });
  }
  if (isLimit) return problem('too-many-watches', explanation);
  return problem(
    'operation-refused',
    explanation,
    about ? { errors: [{ pointer: `/${about}`, detail: explanation }] } : {},
  );
}

/** An outage of Redis is over in seconds, as a rule. */
const RETRY_AFTER_MS = 5000;

/** Why something could not be done. */
export function replyOfTrouble(
  trouble: ApiTrouble,
  { wordsOf }: Pick<ApiDependencies, 'wordsOf'>,
): Reply {
  const words = wordsOf(trouble);
  switch (trouble.kind) {
    case 'no-answer':
      return problem('memory-away', words, { retryAfterMs: RETRY_AFTER_MS });
    case 'uncertain':
      return problem('uncertain', words, { retryAfterMs: RETRY_AFTER_MS });
    case 'broken':
      return problem('broken', words);
    default:
      return trouble satisfies never;
  }
}
