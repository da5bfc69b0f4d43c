import { spawn } from 'node:child_process';

export interface Watchdog {
  /** The process that must not outlive us; `undefined` while there is none. */
  watch(pid: number | undefined): void;
  stop(): void;
}

/** It hears of our end, whatever that was, as the end of its input. */
const SCRIPT =
  'while read -r line; do pid=$line; done; [ -z "$pid" ] || kill -9 "$pid"; rm -rf "$1"';

/**
 * Ends a process and removes its folder once we are gone, also by SIGKILL or a crash, after which no hook of
 * ours runs. It has a process group of its own, so that Ctrl-C does not take it along.
 */
export function startWatchdog(folder: string): Watchdog {
  const shell = spawn('sh', ['-c', SCRIPT, 'sh', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  shell.stdin.on('error', () => undefined);
  return {
    watch: (pid) => void shell.stdin.write(`${pid ?? ''}\n`),
    stop: () => void shell.kill('SIGKILL'),
  };
}
