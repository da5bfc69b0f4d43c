import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowFilesFirst } from './test/slow-files-first.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether a crash is tried at each step, or once at each kind of step. */
    readonly everyCrash: boolean;
  }
}

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Most of the time, tests wait: for processes, budgets and what runs out.
    maxWorkers: Math.max(4, availableParallelism()),
    maxConcurrency: 3,
    // No module keeps a state, so the next file may have what this one has loaded.
    isolate: false,
    sequence: { sequencer: SlowFilesFirst },
    provide: { everyCrash: mode === 'full' },
  },
}));
