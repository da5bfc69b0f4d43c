import { type Logger, pino, stdSerializers } from 'pino';
import { PinoPretty } from 'pino-pretty';
import { removeSecrets } from '../azure/remove-secrets.ts';

const SLACK_TOKEN = /\bx(?:ox[a-z]|app)-[\w-]+/gi;
const SLACK_HOOK = /\bhttps:\/\/hooks\.slack[\w.-]*\/\S*/gi;
const LONGEST_TEXT = 4000;
const DEEPEST = 5;

export interface LoggerOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
}

/**
 * Structured log entries: one event name, fields, and ids that join them (`watch`, `operation`).
 * Whatever ends up in a field, a token, a signed query or a response_url is not written.
 *
 * @param output where the lines go, standard output as a rule
 */
export function createLogger(
  { level, format }: LoggerOptions,
  output: NodeJS.WritableStream = process.stdout,
): Logger {
  const stream =
    format === 'pretty'
      ? PinoPretty({
          destination: output,
          ignore: 'pid,hostname,service,event',
          messageFormat: '{event} {msg}',
          singleLine: true,
          sync: true,
        })
      : output;
  return pino(
    {
      level,
      base: { service: 'mysqlop' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      // The finished line, so that nothing gets round it: fields, ids, message, errors and stacks.
      hooks: { streamWrite: (line) => `${JSON.stringify(clean(JSON.parse(line), 0))}\n` },
    },
    stream,
  );
}

function describeError(error: unknown) {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.err(error);
  return { type, message, stack };
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => clean(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, clean(each, depth + 1)]),
  );
}

function cleanText(text: string): string {
  return removeSecrets(text.slice(0, LONGEST_TEXT))
    .replaceAll(SLACK_TOKEN, '[removed]')
    .replaceAll(SLACK_HOOK, '[removed]');
}
