import type { PageChannel, PageState } from '../../protocol.ts';
import { ControlPanel } from './control-panel.tsx';
import { OperationCard } from './operation-card.tsx';
import { StoryList } from './story-list.tsx';

interface AzurePaneProps {
  readonly state: PageState;
  /** Where operations are watched from here. */
  readonly watchIn: PageChannel | undefined;
  readonly onWatch: (operationUrl: string) => void;
}

/** The simulated Azure, and the knobs of the demo. */
export function AzurePane({ state, watchIn, onWatch }: AzurePaneProps) {
  return (
    <aside className="azure-pane" aria-labelledby="azure-name">
      <h2 id="azure-name">Azure</h2>
      <ControlPanel controls={state.controls} />
      {state.operations.length > 0 && (
        <section aria-labelledby="operations-name">
          <h3 id="operations-name">Operations</h3>
          {state.operations.toReversed().map((operation) => (
            <OperationCard
              key={operation.operationId}
              operation={operation}
              watchIn={watchIn}
              onWatch={onWatch}
            />
          ))}
        </section>
      )}
      <section aria-labelledby="stories-name">
        <h3 id="stories-name">Start a story</h3>
        <StoryList stories={state.stories} />
      </section>
    </aside>
  );
}
