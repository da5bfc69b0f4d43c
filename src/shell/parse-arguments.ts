import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { durationText } from '../config/value-schemas.ts';

export const COMMAND_NAMES = ['wait', 'status', 'doctor', 'completion', 'serve'] as const;

const OPTIONS = {
  timeout: { type: 'string' },
  poll: { type: 'string' },
  location: { type: 'string' },
  subscription: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

export const OPTION_NAMES = Object.keys(OPTIONS);

/** What is to be done with one operation. */
export interface OperationWish {
  /** As it was given; `-` where it is piped in. */
  readonly operation: string;
  readonly timeoutMs: number | undefined;
  readonly pollMs: number | undefined;
  readonly location: string | undefined;
  readonly subscription: string | undefined;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
}

export type CommandLine =
  | { readonly kind: 'serve' | 'help' | 'version' }
  | { readonly kind: 'completion'; readonly shell: string }
  | ({ readonly kind: 'wait' | 'status' | 'doctor' } & OperationWish)
  | { readonly kind: 'wrong'; readonly problem: string };

/** A timer of Node's counts no further. */
const LONGEST_MS = 24 * 24 * 3_600_000;
const Duration = v.pipe(durationText, v.maxValue(LONGEST_MS, 'must not be longer than 24d'));

/** What was typed after the program's name; never throws. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const parsed = parsedArgs(args);
  if ('kind' in parsed) return parsed;
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [name = 'serve', ...operands] = positionals;
  const kind = COMMAND_NAMES.find((each) => each === name);
  if (kind === undefined) return wrong(`There is no command "${name}".`);
  const expected = { wait: 1, status: 1, completion: 1, doctor: 0, serve: 0 }[kind];
  if (operands.length > expected) return wrong(`That is too much for "${kind}".`);
  const [operand = ''] = operands;
  if (operand === '' && expected > 0) {
    return wrong(
      kind === 'completion' ? 'For which shell: bash, zsh or fish?' : 'Which operation?',
    );
  }
  if (kind === 'serve') {
    return args.every((arg) => arg === 'serve')
      ? { kind }
      : wrong('The bot takes its settings from the environment alone.');
  }
  if (kind === 'completion') return { kind, shell: operand };
  const timeout = durationOf('timeout', values.timeout);
  const poll = durationOf('poll', values.poll);
  if ('problem' in timeout) return wrong(timeout.problem);
  if ('problem' in poll) return wrong(poll.problem);
  return {
    kind,
    operation: operand,
    timeoutMs: timeout.ms,
    pollMs: poll.ms,
    location: values.location,
    subscription: values.subscription,
    isJson: values.json === true,
    isQuiet: values.quiet === true,
  };
}

function parsedArgs(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'The options can’t be read.');
  }
}

function durationOf(
  name: string,
  text: string | undefined,
): { readonly ms: number | undefined } | { readonly problem: string } {
  if (text === undefined) return { ms: undefined };
  const parsed = v.safeParse(Duration, text);
  return parsed.success
    ? { ms: parsed.output }
    : { problem: `--${name} ${parsed.issues[0].message}.` };
}

function wrong(problem: string) {
  return { kind: 'wrong', problem } as const;
}
