import { afterEach, beforeEach } from 'vitest';
import {
  createOperationReader,
  type OperationReader,
  type OperationReaderOptions,
} from '../../src/azure/operation-reader.ts';
import { createPooledFetch } from '../../src/azure/pooled-fetch.ts';
import { staticToken } from '../../src/azure/static-token.ts';
import type { Answer } from '../../src/sandbox/azure/answer.ts';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../src/sandbox/azure/simulated-azure.ts';
import type { Reading } from '../../src/watch/reading.ts';

export const NOW = Date.UTC(2026, 0, 5, 12, 0, 0);
/** A second token that the simulated Azure takes. */
export const NEWER_TOKEN = 'newer-token';
/** A subscription that the simulated Azure's token may not read. */
export const PRIVATE_SUBSCRIPTION = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9';

/** One that belongs to another tenant than the token. */
export const FOREIGN_SUBSCRIPTION = '1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
export const FOREIGN_TENANT = 'b0b1b2b3-c4c5-4d6d-8e7e-f8f9a0a1a2a3';

type ReaderOptions = Partial<
  Pick<OperationReaderOptions, 'armEndpoint' | 'tokens' | 'timeoutMs' | 'http'>
>;

export interface ReaderFixture {
  readonly azure: SimulatedAzure;
  readerOf(options?: ReaderOptions): OperationReader;
  /** Reads an operation that answers just this. */
  readAnswer(answer: Answer, options?: ReaderOptions): Promise<Reading>;
}

/** A simulated Azure for each test of a file, and readers of it that end with the test. */
export function useReaders(): ReaderFixture {
  let azure: SimulatedAzure | undefined;
  let readers: readonly OperationReader[] = [];
  beforeEach(async () => {
    const subscriptions = [
      { id: '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e' },
      { id: PRIVATE_SUBSCRIPTION, reader: false },
      { id: FOREIGN_SUBSCRIPTION, tenantId: FOREIGN_TENANT },
    ];
    azure = await startSimulatedAzure({
      subscriptions,
      moreTokens: [NEWER_TOKEN],
      now: () => NOW,
    });
  });
  afterEach(async () => {
    await azure?.close();
    for (const reader of readers) await reader.close();
    readers = [];
  });
  const fixture: ReaderFixture = {
    get azure() {
      if (azure === undefined) throw new Error('Only inside a test.');
      return azure;
    },
    readerOf: (options = {}) => {
      const reader = createOperationReader({
        armEndpoint: fixture.azure.url,
        tokens: staticToken(fixture.azure.token),
        http: createPooledFetch(),
        userAgent: 'mysqlop/test',
        now: () => NOW,
        ...options,
      });
      readers = [...readers, reader];
      return reader;
    },
    readAnswer: (answer, options) =>
      fixture.readerOf(options).read(fixture.azure.operation({ script: () => answer })),
  };
  return fixture;
}
