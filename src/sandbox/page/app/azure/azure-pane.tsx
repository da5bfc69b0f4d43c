import type { PageChannel, PageState } from '../../protocol.ts';
import { ControlPanel } from './control-panel.tsx';
import { OperationList } from './operation-list.tsx';
import { PagerList } from './pager-list.tsx';
import { StoryList } from './story-list.tsx';

interface AzurePaneProps {
  readonly state: PageState;
  /** Where operations are watched from here. */
  readonly watchIn: PageChannel | undefined;
  readonly onWatch: (reference: string) => void;
}

/** The simulated Azure, and the knobs of the demo. */
export function AzurePane({ state, watchIn, onWatch }: AzurePaneProps) {
  return (
    <aside className="azure-pane" aria-labelledby="azure-name">
      <h2 id="azure-name">Azure</h2>
      <section aria-labelledby="stories-name">
        <h3 id="stories-name">Start an operation</h3>
        <StoryList stories={state.stories} />
      </section>
      <OperationList operations={state.operations} watchIn={watchIn} onWatch={onWatch} />
      <PagerList events={state.pager} />
      <ControlPanel controls={state.controls} />
    </aside>
  );
}
