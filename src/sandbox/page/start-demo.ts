import { startDemoWorld } from './demo-world.ts';
import { makePageAssets, type PageAssets } from './server/page-assets.ts';
import { type PageServer, startPageServer } from './server/page-server.ts';
import { createRepeatableStage, type RepeatableStage, type Run } from './stage/repeatable-stage.ts';
import { createStage } from './stage/stage.ts';

const VISITOR = 'U0ALICE';

export interface DemoOptions {
  /** Default: 8088, or another where that is taken. */
  readonly port?: number;
  /** Default: those of the page, made now. */
  readonly assets?: PageAssets;
  /** Whether nothing is under way yet. Default: an import is being watched. */
  readonly isQuiet?: boolean;
  /** When on-call is called again, as in REMIND_AFTER. Default: 15 s, so that a visitor sees it. */
  readonly remindAfter?: string;
}

export interface Demo {
  readonly url: string;
  readonly stage: RepeatableStage;
  /** Ends everything and leaves nothing behind. */
  stop(): Promise<void>;
}

/**
 * Starts a world and the page on it; resolves when both are ready.
 *
 * @throws PortTaken, or what else kept it from starting; nothing is left behind then
 */
export async function startDemo(demo: DemoOptions = {}): Promise<Demo> {
  const { port, assets: given, isQuiet = false, remindAfter = '15s' } = demo;
  const [started, made] = await Promise.allSettled([
    createRepeatableStage(() => startRun(isQuiet, remindAfter)),
    given ?? makePageAssets(),
  ]);
  if (started.status === 'rejected') throw started.reason;
  const stage = started.value;
  const stopAll = async (server?: PageServer) => {
    await server?.close();
    await stage.stop();
  };
  try {
    if (made.status === 'rejected') throw made.reason;
    const options = { stage, assets: made.value };
    const server = await startPageServer(port === undefined ? options : { ...options, port });
    return { url: server.url, stage, stop: () => stopAll(server) };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function startRun(isQuiet: boolean, remindAfter: string): Promise<Run> {
  const world = await startDemoWorld(remindAfter);
  const stage = createStage(world, VISITOR);
  const stop = async () => {
    await stage.stop();
    await world.stop();
  };
  try {
    await stage.ready;
    if (!isQuiet) stage.open();
    return { stage, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
