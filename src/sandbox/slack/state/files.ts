/** A file of the app's. It is `shared` once, where it is to be seen. */
export interface SimulatedFile {
  readonly id: string;
  readonly name: string;
  /** How many bytes were announced. */
  readonly length: number;
  readonly altText: string;
  readonly bytes: Uint8Array | undefined;
  readonly isShared: boolean;
}

/** What the app has uploaded, or is about to. */
export class Files {
  readonly #nextId: () => string;
  readonly #byId = new Map<string, SimulatedFile>();

  constructor(nextId: () => string) {
    this.#nextId = nextId;
  }

  announce(file: Pick<SimulatedFile, 'name' | 'length' | 'altText'>): SimulatedFile {
    const id = `F0${this.#nextId()}`;
    return this.#keep({ ...file, id, bytes: undefined, isShared: false });
  }

  find(id: string): SimulatedFile | undefined {
    return this.#byId.get(id);
  }

  /** @returns whether it is what was announced */
  put(id: string, bytes: Uint8Array): boolean {
    const file = this.#byId.get(id);
    if (file?.length !== bytes.length || file.isShared) return false;
    this.#keep({ ...file, bytes });
    return true;
  }

  share(file: SimulatedFile): void {
    this.#keep({ ...file, isShared: true });
  }

  #keep(file: SimulatedFile): SimulatedFile {
    this.#byId.set(file.id, file);
    return file;
  }
}
