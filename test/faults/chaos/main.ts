// The product in chaos, for as long as one likes: npm run chaos -- --seed 7 --minutes 5 --seeds 20
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readChaosArguments } from './chaos-arguments.ts';
import { describeResult } from './report/describe-result.ts';
import { runChaos } from './run-chaos.ts';

// So that what was started is ended by the handlers of 'exit'.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const { seed: first, seeds, minutes, logs } = readChaosArguments(process.argv.slice(2));
if (logs !== undefined) mkdirSync(logs, { recursive: true });

const broken: number[] = [];
for (let seed = first; seed < first + seeds; seed++) {
  console.log(`Seed ${seed} …`);
  const result = await runChaos({
    seed,
    minutes,
    onOutput: (name, text) => {
      if (logs !== undefined) appendFileSync(join(logs, `${seed}-${name}.log`), text);
    },
  });
  console.log(describeResult(result));
  if (result.violations.length > 0) broken.push(seed);
}
if (seeds > 1)
  console.log(`${seeds} seeds, ${broken.length} with broken promises: ${broken.join(', ')}`);
process.exitCode = broken.length > 0 ? 1 : 0;
