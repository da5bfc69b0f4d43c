import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { bounded } from '../words/plain-text.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** Where a person or a pipeline reads what we say. */
export interface Screen {
  /** A person sees it as it changes. */
  readonly isLive: boolean;
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

/** The terminal or pipe that we were started on. */
export function createScreen(
  output: NodeJS.WriteStream | WriteStream,
  errors: NodeJS.WritableStream,
): Screen {
  let isShown = false;
  function clear(): void {
    if (!isShown) return;
    cursorTo(output, 0);
    clearLine(output, 0);
    isShown = false;
  }
  function complain(line: string): void {
    clear();
    errors.write(`${line}\n`);
  }
  return {
    isLive: output.isTTY === true,
    say: (line) => {
      clear();
      output.write(`${line}\n`);
    },
    live: (line) => {
      clear();
      // A sign may be two columns wide, and the last column would wrap.
      output.write(bounded(line, Math.max(20, (output.columns || 80) - 4)));
      isShown = true;
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
