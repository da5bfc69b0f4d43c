import { fileURLToPath } from 'node:url';
import { startSimulatedAzure } from '../../../src/sandbox/azure/simulated-azure.ts';
import { installPackage } from '../../project/installed-package.ts';
import { measureWait, type WaitFigures } from '../../shell/measure-wait.ts';
import { type Row, values, word } from '../figures/row.ts';
import type { Part } from './plan.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const MOST_MS = 500;
const MOST_MB = 90;

/** What `mysqlop wait` takes until its first line, and at most of memory: from the package, and from a checkout. */
export const shell: Part = async ({ isQuick }) => {
  if (process.platform !== 'linux') return { rows: [unmeasured()] };
  const azure = await startSimulatedAzure({ limits: false });
  const installed = await installPackage();
  try {
    const runs = isQuick ? 3 : 10;
    const measure = async (program: string): Promise<readonly WaitFigures[]> => {
      const figures: WaitFigures[] = [];
      for (let run = 0; run < runs; run++) {
        figures.push(await measureWait(azure, [process.execPath, program]));
      }
      return figures;
    };
    return {
      rows: [
        ...rowsOf('package', await measure(installed.program)),
        ...rowsOf('checkout', await measure(MAIN)),
      ],
    };
  } finally {
    installed.remove();
    await azure.close();
  }
};

function rowsOf(from: 'package' | 'checkout', figures: readonly WaitFigures[]): readonly Row[] {
  // A checkout strips types each time, and is for those who work on it.
  const isTarget = from === 'package';
  return [
    {
      what: `mysqlop wait from the ${from}: first line`,
      ...(isTarget && { target: { text: `≤ ${MOST_MS} ms`, most: MOST_MS } }),
      ours: values('ms', ...figures.map(({ firstLineMs }) => firstLineMs)),
      sentence:
        'From the start of the process, a sign-in by a stand-in for az that answers at once, and the first read included.',
    },
    {
      what: `mysqlop wait from the ${from}: most memory`,
      ...(isTarget && { target: { text: `≤ ${MOST_MB} MB`, most: MOST_MB } }),
      ours: values('MB', ...figures.map(({ peakMb }) => peakMb)),
      sentence: 'The most that was resident (VmHWM) after 25 reads.',
    },
  ];
}

function unmeasured(): Row {
  return {
    what: 'mysqlop wait',
    ours: word('on Linux only'),
    sentence: 'Memory is read from /proc.',
  };
}
