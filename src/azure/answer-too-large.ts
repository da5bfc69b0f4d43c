/** An answer was longer than we are willing to hold in memory. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super(`The answer is larger than ${limitBytes} bytes.`);
    this.limitBytes = limitBytes;
  }
}
