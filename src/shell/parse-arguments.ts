import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { durationText, listOf, matching, userId } from '../config/value-schemas.ts';

export const COMMAND_NAMES = ['wait', 'status', 'doctor', 'completion', 'serve'] as const;

const OPTIONS = {
  timeout: { type: 'string' },
  poll: { type: 'string' },
  location: { type: 'string' },
  subscription: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  slack: { type: 'string' },
  label: { type: 'string' },
  tell: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** What each command minds; anything else would be ignored without a word, and is refused. */
export const MINDED = {
  wait: ['timeout', 'poll', 'location', 'subscription', 'json', 'quiet', 'slack', 'label', 'tell'],
  status: ['timeout', 'location', 'subscription', 'json', 'quiet'],
  doctor: ['timeout', 'location', 'subscription'],
  completion: [],
  serve: [],
} as const satisfies Record<(typeof COMMAND_NAMES)[number], readonly (keyof typeof OPTIONS)[]>;

/** Whether something follows an option, or it is said by itself. */
export function takesValue(option: keyof typeof OPTIONS): boolean {
  return OPTIONS[option].type === 'string';
}

/** To whom a watch is handed over. */
export interface SlackWish {
  readonly channel: string;
  readonly label: string | undefined;
  /** Whom the note of its end mentions. */
  readonly tell: readonly string[];
}

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
  /** Undefined where it is to be watched here alone. */
  readonly slack: SlackWish | undefined;
}

export type CommandLine =
  | { readonly kind: 'serve' | 'help' | 'version' }
  | { readonly kind: 'completion'; readonly shell: string }
  | ({ readonly kind: 'wait' | 'status' | 'doctor' } & OperationWish)
  | { readonly kind: 'wrong'; readonly problem: string };

/** A timer of Node's counts no further. */
const LONGEST_MS = 24 * 24 * 3_600_000;
const Duration = v.pipe(durationText, v.maxValue(LONGEST_MS, 'must not be longer than 24d'));

const Options = v.object({
  timeout: v.optional(Duration),
  poll: v.optional(Duration),
  location: v.optional(v.string()),
  subscription: v.optional(v.string()),
  json: v.optional(v.boolean(), false),
  quiet: v.optional(v.boolean(), false),
  slack: v.optional(
    matching(
      /^[CG][A-Z0-9]{2,30}$/,
      'must be a channel’s id, such as C0123456789: it stands at the end of the channel’s details in Slack',
    ),
  ),
  label: v.optional(v.pipe(v.string(), v.maxLength(80, 'must not be longer than 80 characters'))),
  tell: v.optional(listOf(userId, 'must be ids of people, such as U0123456789,U9876543210')),
});

/** What was typed after the program's name; never throws. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const parsed = parsedArgs(args);
  if ('kind' in parsed) return parsed;
  const { values, positionals } = parsed;
  if (values.help || positionals[0] === 'help') return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [name = 'serve', ...operands] = positionals;
  const kind = COMMAND_NAMES.find((each) => each === name);
  if (kind === undefined) {
    return wrong(`There is no command "${name}". There are: ${COMMAND_NAMES.join(', ')}.`);
  }
  const problem = whyNotFor(kind, operands);
  if (problem !== undefined) return wrong(problem);
  const [operand = ''] = operands;
  if (kind === 'serve') {
    return args.every((arg) => arg === 'serve')
      ? { kind }
      : wrong('The bot takes its settings from the environment alone.');
  }
  const minded: readonly string[] = MINDED[kind];
  const unminded = Object.keys(values).find((option) => !minded.includes(option));
  if (unminded !== undefined) return wrong(`"${kind}" has no --${unminded}.`);
  if (kind === 'completion') return { kind, shell: operand };
  const read = optionsIn(values);
  return 'problem' in read ? wrong(read.problem) : { kind, operation: operand, ...read };
}

const OPERANDS = { wait: 1, status: 1, completion: 1, doctor: 0, serve: 0 };

/** What is too much for a command, or lacks. */
function whyNotFor(kind: keyof typeof OPERANDS, operands: readonly string[]): string | undefined {
  const expected = OPERANDS[kind];
  if (operands.length > expected) return `That is too much for "${kind}".`;
  if (expected === 0 || operands[0]) return undefined;
  return kind === 'completion' ? 'For which shell: bash, zsh or fish?' : 'Which operation?';
}

function optionsIn(
  values: v.InferInput<typeof Options>,
): Omit<OperationWish, 'operation'> | { readonly problem: string } {
  const read = v.safeParse(Options, values);
  if (!read.success) {
    const [issue] = read.issues;
    const [option] = v.getDotPath(issue)?.split('.') ?? [];
    return { problem: `--${option} ${issue.message}.` };
  }
  const { timeout, poll, json, quiet, slack, label, tell, ...place } = read.output;
  if (slack === undefined && (label ?? tell) !== undefined) {
    return { problem: '--label and --tell go with --slack.' };
  }
  return {
    timeoutMs: timeout,
    pollMs: poll,
    location: place.location,
    subscription: place.subscription,
    isJson: json,
    isQuiet: quiet,
    slack: slack === undefined ? undefined : { channel: slack, label, tell: tell ?? [] },
  };
}

function parsedArgs(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    const [, unknown] = /^Unknown option '(-[^']*)'/.exec(words) ?? [];
    if (unknown === undefined) return wrong(words.split('\n')[0] || 'The options can’t be read.');
    return wrong(`There is no option ${unknown}.`);
  }
}

function wrong(problem: string) {
  return { kind: 'wrong', problem } as const;
}
