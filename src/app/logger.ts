import { type Logger, pino, stdSerializers } from 'pino';
import { PinoPretty } from 'pino-pretty';
import { errorChain } from '../azure/error-chain.ts';
import { removeSecrets } from '../azure/remove-secrets.ts';
import type { RemoveSecrets } from './known-secrets.ts';

const LONGEST_TEXT = 4000;
const DEEPEST = 5;
const MOST_CAUSES = 10;

export interface LoggerOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
  /** Takes out secrets of ours by their value. */
  readonly removeKnown?: RemoveSecrets;
}

/**
 * Structured log entries: one event name, fields, and ids that join them (`watch`, `operation`).
 * Whatever ends up in a field, a token, a signed query or a response_url is not written.
 *
 * @param output where the lines go, standard output as a rule
 */
export function createLogger(
  { level, format, removeKnown = (text) => text }: LoggerOptions,
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
      hooks: {
        streamWrite: (line) => `${JSON.stringify(clean(JSON.parse(line), 0, removeKnown))}\n`,
      },
    },
    stream,
  );
}

/** With all that caused it: the code that tells most is often the innermost one's. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.err(error);
  const [own, ...causes] = errorChain(error);
  return {
    ...{ type, message, stack },
    ...(own?.code === undefined ? {} : { code: own.code }),
    ...(causes.length === 0 ? {} : { causes: causes.slice(0, MOST_CAUSES) }),
  };
}

function clean(value: unknown, depth: number, removeKnown: RemoveSecrets): unknown {
  if (typeof value === 'string') {
    return removeSecrets(removeKnown(value.slice(0, LONGEST_TEXT)));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deeper]';
  if (Array.isArray(value)) {
    return value.slice(0, 100).map((each) => clean(each, depth + 1, removeKnown));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, clean(each, depth + 1, removeKnown)]),
  );
}
