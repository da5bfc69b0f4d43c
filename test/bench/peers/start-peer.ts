import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchWorld, MENTION, ONCALL } from '../world/bench-world.ts';
import { endWithUs } from '../world/end-with-us.ts';
import type { FleetMember } from '../world/fleet.ts';
import type { PeerTask } from './peer-task.ts';

const PROGRAMS = {
  sdk: 'sdk-loop.ts',
  lro: 'core-lro-poller.ts',
  bare: 'bare-loop.ts',
} as const;

const KEPT_OUTPUT = 4000;

export type PeerName = keyof typeof PROGRAMS;

export interface RunningPeer {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a peer as a process of its own, as the product is. */
export async function startPeer(
  name: PeerName,
  { azure, slack, intervalMs }: BenchWorld,
  fleet: readonly FleetMember[],
  options: { readonly writes: boolean; readonly intervalMs?: number },
): Promise<RunningPeer> {
  const task: PeerTask = {
    armEndpoint: azure.url,
    armToken: azure.token,
    slackApiUrl: slack.apiUrl,
    slackToken: slack.botToken,
    oncallChannel: ONCALL,
    mention: MENTION,
    intervalMs,
    ...options,
    operations: fleet.map(({ body: _body, fail: _fail, ...operation }) => operation),
  };
  const folder = await mkdtemp(join(tmpdir(), 'mysqlop-bench-'));
  const file = join(folder, 'task.json');
  await writeFile(file, JSON.stringify(task));
  const program = fileURLToPath(new URL(PROGRAMS[name], import.meta.url));
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const withdraw = endWithUs(() => child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-KEPT_OUTPUT);
  });
  if (child.pid === undefined) throw new Error(`The peer ${name} could not be started`);
  return {
    pid: child.pid,
    async stop() {
      // One that writes has nothing left to do when all its operations have ended.
      const isDone = options.writes && child.exitCode === 0;
      if (child.exitCode !== null && !isDone)
        throw new Error(`The peer ${name} ended by itself:\n${said}`);
      child.kill('SIGKILL');
      await ended;
      withdraw();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
