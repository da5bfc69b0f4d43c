import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { bounded } from '../words/plain-text.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** Where a person or a pipeline reads what we say. */
export interface Screen {
  /** A person sees it as it changes. */
  readonly isLive: boolean;
  /** How wide a live line may be. */
  readonly columns: number;
  /** A line to stay. */
  say(line: string): void;
  /** A line that the next one is written over. */
  live(line: string): void;
  /** Takes the live line away. */
  clear(): void;
  /** For people, beside what is said. */
  complain(line: string): void;
  /** Text of others, passed on. */
  aside(text: string): void;
  /** Says what is wrong with what was asked. @returns the exit code for that */
  refuse(problem: string): number;
}

/** To the end of the line, without moving. */
const CLEAR_REST = '\u001b[K';
/** A sign takes one more than it has characters. */
const SIGN_COLUMNS = 1;

/** The terminal or pipe that we were started on. @param isDumb it can write nothing over */
export function createScreen(
  output: NodeJS.WriteStream | WriteStream,
  errors: NodeJS.WritableStream,
  { isDumb }: { readonly isDumb: boolean },
): Screen {
  let shown = '';
  function clear(): void {
    if (shown === '') return;
    cursorTo(output, 0);
    clearLine(output, 0);
    shown = '';
  }
  // The last column would wrap.
  const columns = () => Math.max(10, (output.columns || 80) - 1);
  function complain(line: string): void {
    clear();
    errors.write(`${line}\n`);
  }
  return {
    isLive: output.isTTY === true && !isDumb,
    get columns() {
      return columns();
    },
    say: (line) => {
      clear();
      output.write(`${line}\n`);
    },
    live: (line) => {
      const text = bounded(line, columns() - SIGN_COLUMNS);
      if (text === shown) return;
      // In one write, and cleared behind it: cleared before, it would flicker.
      output.write(`\r${text}${CLEAR_REST}`);
      shown = text;
    },
    clear,
    complain,
    aside: (text) => {
      errors.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    refuse: (problem) => {
      complain(`${problem}\n"mysqlop --help" shows how it is asked.`);
      return EXIT_CODES.usage;
    },
  };
}
