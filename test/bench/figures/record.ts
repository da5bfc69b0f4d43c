import * as v from 'valibot';
import { PART_NAMES } from '../bench-arguments.ts';
import { AlertChart } from './chart.ts';
import { Row } from './row.ts';

/** What one part has measured, where and when. */
const PartRecord = v.object({
  part: v.picklist(PART_NAMES),
  /** `YYYY-MM-DD` */
  date: v.string(),
  isQuick: v.boolean(),
  machine: v.string(),
  /** How many cores other programs used before it began. */
  othersCores: v.number(),
  rows: v.array(Row),
  chart: v.optional(AlertChart),
});
export type PartRecord = v.InferOutput<typeof PartRecord>;

/** All that was measured last, a part each. */
export const BenchRecord = v.array(PartRecord);
export type BenchRecord = v.InferOutput<typeof BenchRecord>;

/** What is measured anew takes the place of what was measured before; the parts keep their order. */
export function merged(before: BenchRecord, anew: BenchRecord): BenchRecord {
  return PART_NAMES.flatMap((name) => {
    const found = [...anew, ...before].find(({ part }) => part === name);
    return found ? [found] : [];
  });
}
