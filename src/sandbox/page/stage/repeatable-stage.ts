import type { Done, PageEvent, PageRequest, PageState } from '../protocol.ts';
import type { Stage } from './stage.ts';

/** A stage with the world that it stands in. */
export interface Run {
  readonly stage: Stage;
  /** Ends both. */
  stop(): Promise<void>;
}

/** A stage on which all can begin anew, for those who watch it all along. */
export interface RepeatableStage {
  state(): PageState;
  /** Calls `listener` after each change; returns how to stop that. */
  onChange(listener: (event: PageEvent) => void): () => void;
  act(request: PageRequest): Promise<Done>;
  stop(): Promise<void>;
}

/**
 * @param begin starts everything anew
 * @throws what the first `begin` throws
 */
export async function createRepeatableStage(begin: () => Promise<Run>): Promise<RepeatableStage> {
  const listeners = new Set<(event: PageEvent) => void>();
  let run = await begin();
  let stopListening = listen();
  let startingOver: Promise<Done> | undefined;
  let isOver = false;

  function tell(event: PageEvent): void {
    for (const listener of listeners) listener(event);
  }

  function listen(): () => void {
    return run.stage.onChange(tell);
  }

  /** The old stands until the new does: nobody is left with nothing where that can't begin. */
  async function startOver(): Promise<Done> {
    try {
      const next = await begin();
      if (isOver) {
        await next.stop();
        return {};
      }
      const before = run;
      stopListening();
      run = next;
      stopListening = listen();
      tell({ kind: 'state', state: run.stage.state() });
      await before.stop();
      return {};
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    state: () => run.stage.state(),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async act(request) {
      if (request.do !== 'start-over') return await run.stage.act(request);
      startingOver ??= startOver().finally(() => {
        startingOver = undefined;
      });
      return await startingOver;
    },
    async stop() {
      isOver = true;
      await startingOver;
      stopListening();
      await run.stop();
    },
  };
}
