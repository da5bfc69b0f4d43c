import type { Script } from '../../src/sandbox/azure/answer.ts';

/** Goes on by so much with each read, however slow the machine is. */
export function stepwise(story: Script): Script {
  return (read) => story({ ...read, elapsedMs: (read.reads - 1) * 100 });
}
