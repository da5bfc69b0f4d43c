/** Where a hundred operations end at once, Home tabs are marked once. */
const GATHER_MS = 2000;

/** Has Home tabs published some seconds after something has happened. */
export interface HomeMarker {
  /** Something has happened that they show. */
  readonly happened: () => void;
  close(): void;
}

/** @param mark marks them; may reject while Redis is away: when it is back, the next event marks them */
export function createHomeMarker(mark: () => Promise<void>): HomeMarker {
  let timer: NodeJS.Timeout | undefined;
  return {
    happened() {
      timer ??= setTimeout(() => {
        timer = undefined;
        void mark().catch(() => undefined);
      }, GATHER_MS).unref();
    },
    close: () => clearTimeout(timer),
  };
}
