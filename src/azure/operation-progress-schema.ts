import * as v from 'valibot';
import type { Snapshot } from '../watch/snapshot.ts';
import { cleanText } from './clean-text.ts';
import { reasonsOf } from './error-lines.ts';
import { decimal, fieldsInAnyCase, optionalText, orAbsent, unreadList } from './lenient.ts';
import { flattenSteps } from './steps.ts';
import { time, toWork, WorkProperties } from './work.ts';

const status = v.pipe(
  v.string(),
  v.transform((text) => cleanText(text, 100)),
  v.nonEmpty('An operation without a status tells nothing.'),
);

const Fields = fieldsInAnyCase({
  status,
  percentComplete: decimal,
  startTime: time,
  endTime: time,
  resourceId: optionalText(1_000),
  operations: orAbsent(unreadList),
  properties: v.unknown(),
});

/**
 * The body of a 200 of OperationProgress_Get (api-version 2024-12-30), read into a snapshot. Only a
 * `status` that is missing, empty or no text makes it invalid: everything else decorates, and is left
 * out where it is null, malformed or of another type.
 */
export const OperationProgress = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset: { value: body }, addIssue, NEVER }): Snapshot => {
    const parsed = v.safeParse(Fields, body);
    if (!parsed.success) {
      addIssue({ message: parsed.issues[0].message });
      return NEVER;
    }
    const fields = parsed.output;
    const { steps, more, errors } = flattenSteps(fields.operations ?? []);
    const error = reasonsOf(body, fields.properties, errors);
    return {
      status: fields.status,
      percent: fields.percentComplete,
      startedAt: fields.startTime,
      endedAt: fields.endTime,
      serverId: fields.resourceId,
      work: toWork(v.parse(orAbsent(WorkProperties), fields.properties)),
      steps,
      ...(more === 0 ? {} : { moreSteps: more }),
      ...(error.length === 0 ? {} : { error }),
    };
  }),
);
