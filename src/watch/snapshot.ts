import * as v from 'valibot';

const count = v.pipe(v.number(), v.minValue(0));
const timestampMs = v.number();

/** What the operation does, as far as Azure tells. Byte counts are exact up to 2^53. */
const Work = v.variant('kind', [
  v.object({
    kind: v.literal('backup'),
    doneBytes: v.optional(count),
    totalBytes: v.optional(count),
  }),
  v.object({ kind: v.literal('import'), estimatedEndAt: v.optional(timestampMs) }),
  v.object({ kind: v.literal('other'), objectType: v.optional(v.string()) }),
]);

/** One sub-operation. Nested ones are flattened; `depth` 0 stands directly under the operation. */
const Step = v.object({
  name: v.optional(v.string()),
  status: v.string(),
  percent: v.optional(v.number()),
  depth: v.number(),
});

/** Of a tree of errors so many are kept; where there are as many, there may be more. */
export const MOST_ERROR_LINES = 50;

/** One line of Azure's error tree, flattened; `depth` 0 is the error itself. */
const ErrorLine = v.object({
  depth: v.number(),
  code: v.optional(v.string()),
  message: v.optional(v.string()),
});

/**
 * A validated answer of Azure about one operation. Every text in it is bounded and free of
 * signatures, but not escaped for any output. `status` is Azure's own word; `percent` is as sent,
 * so it may be past 100 or run backwards. Times are in milliseconds since the epoch.
 */
export const Snapshot = v.pipe(
  v.object({
    status: v.string(),
    percent: v.optional(v.number()),
    startedAt: v.optional(timestampMs),
    endedAt: v.optional(timestampMs),
    serverId: v.optional(v.string()),
    work: Work,
    steps: v.array(Step),
    /** How many more Azure told of. */
    moreSteps: v.optional(count),
    error: v.optional(v.array(ErrorLine)),
  }),
  v.readonly(),
);
export type Snapshot = v.InferOutput<typeof Snapshot>;
export type ErrorLine = v.InferOutput<typeof ErrorLine>;
