import * as v from 'valibot';
import type { JsonObject } from '../json.ts';
import type { Workspace } from '../state/workspace.ts';
import { type ApiAnswer, refuseWithMessages } from './answer.ts';

export interface ApiContext {
  readonly workspace: Workspace;
  /** A WebSocket URL, good for one connection. */
  readonly socketUrl: () => string;
  /** Where the bytes of a file go. */
  readonly uploadUrl: (fileId: string) => string;
}

export interface ApiMethod {
  readonly token: 'bot' | 'app';
  /** What the method always needs. Scopes that depend on the kind of channel are checked by the method. */
  readonly scope?: string;
  readonly call: (args: JsonObject, context: ApiContext) => ApiAnswer;
}

interface MethodDefinition<Schema extends v.GenericSchema> {
  readonly token?: 'bot' | 'app';
  readonly scope?: string;
  /** What is not named here is ignored, as Slack does. */
  readonly args: Schema;
  readonly run: (args: v.InferOutput<Schema>, context: ApiContext) => ApiAnswer;
}

export function defineMethod<Schema extends v.GenericSchema>(
  definition: MethodDefinition<Schema>,
): ApiMethod {
  const { token = 'bot', scope, args: schema, run } = definition;
  return {
    token,
    ...(scope === undefined ? {} : { scope }),
    call: (args, context) => {
      const parsed = v.safeParse(schema, args);
      if (parsed.success) return run(parsed.output, context);
      return refuseWithMessages('invalid_arguments', parsed.issues.map(argumentError));
    },
  };
}

function argumentError(issue: v.BaseIssue<unknown>): string {
  const [part] = issue.path ?? [];
  const name = String(part?.key ?? '');
  return issue.received === 'undefined'
    ? `[ERROR] missing required field: ${name}`
    : `[ERROR] invalid value for ${name} [json-pointer:/${name}]`;
}
