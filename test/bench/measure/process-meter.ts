import { readFileSync } from 'node:fs';
import { slope } from '../figures/statistics.ts';

/** Linux counts processor time in hundredths of a second, whatever the processor. */
const TICKS_PER_SECOND = 100;
const SAMPLE_EVERY_MS = 1000;
const MB = 2 ** 20;

export interface ProcessUse {
  /** Processor time over elapsed time. */
  readonly cores: number;
  readonly cpuSeconds: number;
  readonly mostMb: number;
  /** Of the resident memory, by the line that fits it best; means nothing over a few seconds. */
  readonly growthMbPerMinute: number;
}

/** Watches a process until it is asked for what that process has used. */
export function meterProcess(pid: number): { stop(): ProcessUse } {
  const startedAt = performance.now();
  const cpuBefore = cpuSeconds(pid);
  const memory: { readonly x: number; readonly y: number }[] = [];
  const sample = () => {
    const y = residentMb(pid);
    if (y !== undefined) memory.push({ x: (performance.now() - startedAt) / 60_000, y });
  };
  sample();
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      sample();
      const used = cpuSeconds(pid) - cpuBefore;
      return {
        cores: (used * 1000) / (performance.now() - startedAt),
        cpuSeconds: used,
        mostMb: Math.max(...memory.map(({ y }) => y)),
        growthMbPerMinute: slope(memory),
      };
    },
  };
}

/** Of all its threads, in user and in system mode: fields 14 and 15 of proc(5)'s `stat`. */
function cpuSeconds(pid: number): number {
  const stat = readProcess(pid, 'stat') ?? '';
  // The second field is the program's name, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Undefined where the process has ended. */
function residentMb(pid: number): number | undefined {
  const status = readProcess(pid, 'status');
  if (status === undefined) return undefined;
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024) / MB;
}

function readProcess(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
