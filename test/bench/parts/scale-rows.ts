import { type Cell, type Row, type Unit, values, word } from '../figures/row.ts';
import { percentile, slope } from '../figures/statistics.ts';
import type { Load } from '../measure/measure-load.ts';
import type { Scale } from './scale.ts';

const KB = 1024;

/** The lines of the table that tell of 10,000 watches. */
export function scaleRows(scale: Scale): readonly Row[] {
  return [...lagRows(scale), ...costRows(scale), ...peopleRows(scale), ...startRows(scale)];
}

function lagRows({ plain, compose, peers }: Scale): readonly Row[] {
  return [
    {
      what: 'read lag p50, Redis as it comes',
      ours: column('ms', plain, ({ lagP50 }) => lagP50),
      sdk: column('ms', peers.sdk, ({ gapP50 }) => gapP50),
      lro: column('ms', peers.lro, ({ gapP50 }) => gapP50),
      sentence:
        'From the time that the record in Redis named for the next read until that read arrived at the simulated Azure, for a hundred watches a second drawn by lot. Of the peers: from one read to the next, less their pause; they keep no time.',
    },
    {
      what: 'read lag p99, Redis as it comes (hz 10)',
      target: { text: '≤ 200 ms', most: 200 },
      ours: column('ms', plain, ({ lagP99 }) => lagP99),
      sdk: column('ms', peers.sdk, ({ gapP99 }) => gapP99),
      lro: column('ms', peers.lro, ({ gapP99 }) => gapP99),
      sentence:
        'The same for the slowest hundredth. Redis wakes those who wait for it `hz` times a second, which puts up to 100 ms into it. A timer in the peers’ own memory is sooner, and gone with the process.',
    },
    {
      what: 'read lag p99, Redis of docker-compose.yml (hz 100)',
      target: { text: '≤ 80 ms', most: 80 },
      ours: column('ms', compose, ({ lagP99 }) => lagP99),
      sentence:
        'The same with the settings that docker-compose.yml gives to Redis, its disk log included.',
    },
    {
      what: 'the same by Azure’s log alone',
      ours: column('ms', compose, ({ gapP99 }) => gapP99),
      sdk: column('ms', peers.sdk, ({ gapP99 }) => gapP99),
      lro: column('ms', peers.lro, ({ gapP99 }) => gapP99),
      sentence:
        'From one read of an operation to its next, less 15 s: every read counts, and the answer’s own way is in it.',
    },
  ];
}

function costRows({ plain, compose, peers, bytesPerWatch }: Scale): readonly Row[] {
  const both = [...plain, ...compose];
  return [
    {
      what: 'reads a second, of 667 planned',
      ours: column('reads/s', both, ({ readsPerSecond }) => readsPerSecond),
      sdk: column('reads/s', peers.sdk, ({ readsPerSecond }) => readsPerSecond),
      lro: column('reads/s', peers.lro, ({ readsPerSecond }) => readsPerSecond),
      sentence:
        'Whether the work gets done at all. The peers read only; ours edits and posts as well.',
    },
    {
      what: 'processor of the worker',
      target: { text: '≤ 0.6 cores', most: 0.6 },
      ours: column('cores', both, ({ cores }) => cores),
      bare: column('cores', peers.bare, ({ cores }) => cores),
      sdk: column('cores', peers.sdk, ({ cores }) => cores),
      lro: column('cores', peers.lro, ({ cores }) => cores),
      sentence: 'From /proc, for each minute. The bare loop reads as often and keeps nothing.',
    },
    {
      what: 'processor of Redis',
      ours: column('cores', both, ({ redisCores }) => redisCores),
      sentence: 'The peers have none: what they know is lost with them.',
    },
    {
      what: 'Redis memory a watch, all keys counted',
      target: { text: '≤ 4 KB', most: 4 * KB },
      ours: values('bytes', bytesPerWatch),
      sentence:
        'By how much Redis’ own count of used memory grew, over the number of watches: the record, the jobs of BullMQ, indexes, and what is owed to Slack.',
    },
    {
      what: 'growth of Redis’ memory a minute',
      target: { text: 'none (≤ 0.2 %)', most: 0.2 },
      ours: values('%', ...growthPercent(compose)),
      sentence: 'By the line that fits the minutes best; it means nothing over a few seconds.',
    },
    {
      what: 'memory of the worker',
      target: { text: '≤ 350 MB', most: 350 },
      ours: column('MB', both, ({ mostMb }) => mostMb),
      bare: column('MB', peers.bare, ({ mostMb }) => mostMb),
      sdk: column('MB', peers.sdk, ({ mostMb }) => mostMb),
      lro: column('MB', peers.lro, ({ mostMb }) => mostMb),
      sentence: 'The most that was resident within each minute.',
    },
  ];
}

function peopleRows({ commands }: Scale): readonly Row[] {
  return [
    {
      what: '/mysqlop watch acknowledged, p99',
      target: { text: '≤ 150 ms', most: 150 },
      ours: values('ms', percentile(commands.ackedAfterMs, 0.99)),
      sentence: 'Over Socket Mode, by a bot process of its own, while the 10,000 watches run.',
    },
    {
      what: 'card visible, p50',
      target: { text: '≤ 1 s', most: 1000 },
      ours: values('ms', percentile(commands.visibleAfterMs, 0.5)),
      sentence:
        'From the same commands until the card stands in a channel whose posts are not spent.',
    },
  ];
}

function startRows({ start, restarts }: Scale): readonly Row[] {
  return [
    {
      what: 'start of a worker: first read',
      target: { text: '≤ 2 s', most: 2 },
      ours: values('s', ...restarts.map(({ firstReadMs }) => firstReadMs / 1000)),
      sentence:
        'From starting the process until its first read arrives, after a break in which watches fell due.',
    },
    {
      what: 'start of a worker: read twice',
      target: { text: '0', most: 0 },
      ours: values('', ...[start, ...restarts].map(({ readTwice }) => readTwice)),
      sentence: 'Reads that came sooner than nine tenths of the interval after the one before.',
    },
  ];
}

function column(unit: Unit, loads: readonly Load[] | undefined, of: (load: Load) => number): Cell {
  return loads === undefined ? word('') : values(unit, ...loads.map(of));
}

/** One value, or none: of one or two minutes nobody can tell. */
function growthPercent(loads: readonly Load[]): readonly number[] {
  const [first] = loads;
  if (first === undefined || loads.length < 3) return [];
  const perMinute = slope(loads.map(({ redisBytes }, x) => ({ x, y: redisBytes })));
  return [(100 * perMinute) / first.redisBytes];
}
