/** What helps against a known cause of a failure. */
export interface Remedy {
  /** One sentence in plain words: why it failed. */
  readonly means: string;
  /** One thing to do. */
  readonly attempt: string;
  /** A page of Microsoft's from which both are taken. */
  readonly link: string;
}

/** Remedies by the code as Azure writes it. */
export type RemedyTable = Readonly<Record<string, Remedy>>;

/** What a service says where its code tells nothing, and what helps against it. */
export interface KnownSentence {
  readonly pattern: RegExp;
  readonly remedy: Remedy;
}
