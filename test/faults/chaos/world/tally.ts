/** Counts what was done to the product, by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** By name. */
  entries(): readonly (readonly [string, number])[] {
    return [...this.#counts].toSorted(([a], [b]) => a.localeCompare(b));
  }
}
