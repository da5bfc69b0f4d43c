import { unescaped } from '../unescaped.ts';
import { type Answer, answerMessage } from './answers.ts';

/** An answer for what shows every letter as it is. */
export function plainWords(answer: Answer): string {
  return unescaped(answerMessage(answer).text).replaceAll('`', '');
}
