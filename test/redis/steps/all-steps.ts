import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { AtomicStep } from '../../../src/redis/steps/define-step.ts';

export type AnyStep = AtomicStep<never, unknown>;

const FOLDER = join(import.meta.dirname, '../../../src/redis/steps');

/** Every step of the product. */
export const STEPS: readonly AnyStep[] = (
  await Promise.all(
    globSync('*.lua', { cwd: FOLDER }).map(
      async (file): Promise<Readonly<Record<string, unknown>>> =>
        await import(join(FOLDER, file.replace('.lua', '.ts'))),
    ),
  )
).flatMap((module) => Object.values(module).filter(isStep));

function isStep(value: unknown): value is AnyStep {
  return typeof value === 'function' && 'stepName' in value && 'lua' in value;
}

/** The step that a script belongs to, by what EVALSHA calls it. */
export function stepOfSha(sha: unknown): string | undefined {
  return STEPS.find((step) => step.sha === sha)?.stepName;
}
