import * as v from 'valibot';
import type { Snapshot } from '../watch/snapshot.ts';
import { cleanText } from './clean-text.ts';
import { flattenErrorTree } from './error-lines.ts';
import { optionalText, orAbsent } from './lenient.ts';
import { flattenSteps } from './steps.ts';
import { time, toWork, WorkProperties } from './work.ts';

const status = v.pipe(
  v.string(),
  v.transform((text) => cleanText(text, 100)),
  v.nonEmpty('An operation without a status tells nothing.'),
);

/**
 * The body of a 200 of OperationProgress_Get (api-version 2024-12-30), read into a snapshot. Only a
 * `status` that is missing, empty or no text makes it invalid: everything else decorates, and is left
 * out where it is null, malformed or of another type.
 */
export const OperationProgress = v.pipe(
  v.object({
    status,
    percentComplete: orAbsent(v.pipe(v.number(), v.finite())),
    startTime: time,
    endTime: time,
    resourceId: optionalText(1_000),
    operations: orAbsent(v.array(v.unknown())),
    error: v.optional(v.unknown()),
    properties: orAbsent(WorkProperties),
  }),
  v.transform((body): Snapshot => {
    const error = flattenErrorTree(body.error);
    return {
      status: body.status,
      percent: body.percentComplete,
      startedAt: body.startTime,
      endedAt: body.endTime,
      serverId: body.resourceId,
      work: toWork(body.properties),
      steps: flattenSteps(body.operations ?? []),
      ...(error.length === 0 ? {} : { error: [...error] }),
    };
  }),
);
