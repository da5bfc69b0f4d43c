interface Entry {
  readonly dueAt: number;
  readonly run: () => void;
}

/** Does things in their order, each so much later than it came. */
export class DelayedLine {
  readonly #delayMs: () => number;
  readonly #entries: Entry[] = [];

  constructor(delayMs: () => number) {
    this.#delayMs = delayMs;
  }

  add(run: () => void): void {
    this.#entries.push({ dueAt: performance.now() + this.#delayMs(), run });
    if (this.#entries.length === 1) this.#runDue();
  }

  #runDue(): void {
    for (;;) {
      const [entry] = this.#entries;
      if (!entry) return;
      const inMs = entry.dueAt - performance.now();
      if (inMs > 0) {
        setTimeout(() => this.#runDue(), inMs);
        return;
      }
      // It stays first meanwhile: what it adds comes after it.
      entry.run();
      this.#entries.shift();
    }
  }
}
