import type { Read, Script } from '../../azure/answer.ts';
import { regionOf } from '../../azure/check-request.ts';
import { serverId } from '../../azure/server-id.ts';
import type { SimulatedAzure } from '../../azure/simulated-azure.ts';
import type { SimulatedOperation } from '../../azure/simulated-operation.ts';
import type { PageOperation } from '../protocol.ts';
import type { AzureClock } from './azure-clock.ts';
import { describeAnswer, percentOf } from './describe-answer.ts';
import { STORIES } from './stories.ts';
import type { Story } from './story.ts';

/** Where stories are played: as operations of the simulated Azure, on Azure's own clock. */
export interface Theatre {
  /**
   * Begins a story, on each of its servers; `undefined` where there is no such story.
   *
   * @param agoMs how much of Azure's time it has been under way; default 0
   */
  start(storyId: string, agoMs?: number): Begun | undefined;
  /** Those that were begun and not cleared, in their order, as they stand. */
  operations(): readonly PageOperation[];
  /** Shows those no more that have ended; Azure still knows them. */
  clearEnded(): void;
}

interface Begun {
  readonly operations: readonly PageOperation[];
  /** They are many: nobody wants to ask for each of them. */
  readonly areWatched: boolean;
}

interface Play {
  readonly story: Story;
  readonly server: string;
  readonly operation: SimulatedOperation;
  readonly elapsedMs: () => number;
  /** What a read would be answered with now; it is not counted. */
  readonly peek: () => ReturnType<Script>;
}

export function createTheatre(azure: SimulatedAzure, clock: AzureClock): Theatre {
  let plays: readonly Play[] = [];

  function begin(story: Story, server: string, agoMs: number): Play {
    const beganAtMs = clock.elapsedMs() - agoMs;
    const startedAt = clock.timeAt(beganAtMs);
    const elapsedMs = () => clock.elapsedMs() - beganAtMs;
    const script = story.play(serverId(azure.subscriptionId, server));
    const answer = (read: Pick<Read, 'subscriptionId' | 'reads'>) =>
      script({
        ...read,
        startedAt,
        elapsedMs: elapsedMs(),
        timeAt: (storyMs) => clock.timeAt(beganAtMs + storyMs),
      });
    const operation = azure.operation({
      ...(story.location === undefined ? {} : { location: story.location }),
      script: ({ subscriptionId, reads }) => answer({ subscriptionId, reads }),
    });
    const { subscriptionId } = operation;
    const peek = () => answer({ subscriptionId, reads: operation.reads });
    return { story, server, operation, elapsedMs, peek };
  }

  return {
    start(storyId, agoMs = 0) {
      const story = STORIES.find(({ id }) => id === storyId);
      if (story === undefined) return undefined;
      const { server, alongside = [] } = story;
      const begun = [server, ...alongside].map((each) => begin(story, each, agoMs));
      plays = [...plays, ...begun];
      return { operations: begun.map(asShown), areWatched: alongside.length > 0 };
    },
    operations: () => plays.map(asShown),
    clearEnded() {
      plays = plays.filter((play) => !hasEnded(play));
    },
  };
}

function hasEnded({ story, elapsedMs }: Play): boolean {
  return elapsedMs() >= story.durationMs;
}

function asShown(play: Play): PageOperation {
  const { story, server, operation, peek } = play;
  const answer = peek();
  const percent = answer.kind === 'ok' ? percentOf(answer.body) : undefined;
  return {
    operationId: operation.operationId,
    story: story.title,
    server,
    location: operation.location,
    url: story.names === 'arm-id' ? armId(operation) : operation.asyncOperationUrl,
    reference: story.names === 'arm-id' ? armId(operation) : operation.operationId,
    answer: describeAnswer(answer),
    // Clamped, for a bar; `answer` has it as Azure says it.
    ...(percent === undefined ? {} : { percent: Math.min(100, Math.max(0, percent)) }),
    reads: operation.reads,
    ended: hasEnded(play),
  };
}

/** As ARM writes ids: the location without a space, which would end the command's word. */
function armId({ progressUrl, location }: SimulatedOperation): string {
  return decodeURIComponent(new URL(progressUrl).pathname).replace(location, regionOf(location));
}
