import * as v from 'valibot';

const Unit = v.picklist(['ms', 's', 'cores', 'bytes', 'MB', 'reads/s', 'requests/s', '%', '×', '']);
export type Unit = v.InferOutput<typeof Unit>;

/** What was measured: a value for each run, or a word where there is nothing to count. */
const Cell = v.variant('kind', [
  v.object({ kind: v.literal('values'), unit: Unit, values: v.array(v.number()) }),
  v.object({ kind: v.literal('word'), word: v.string() }),
]);
export type Cell = v.InferOutput<typeof Cell>;

/** A line of the table. */
export const Row = v.object({
  what: v.string(),
  target: v.optional(
    v.object({ text: v.string(), most: v.optional(v.number()), least: v.optional(v.number()) }),
  ),
  ours: Cell,
  /** What the servers' limits or a bare loop allow. */
  bare: v.optional(Cell),
  sdk: v.optional(Cell),
  lro: v.optional(Cell),
  /** A sentence on what the line says and how it was measured. */
  sentence: v.string(),
});
export type Row = v.InferOutput<typeof Row>;

export function values(unit: Unit, ...numbers: readonly number[]): Cell {
  return { kind: 'values', unit, values: [...numbers] };
}

export function word(text: string): Cell {
  return { kind: 'word', word: text };
}
