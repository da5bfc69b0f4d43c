import { useState } from 'react';
import type { PageControls, SlackMood, Speed } from '../../protocol.ts';
import { useAsk } from '../state/ask-server.ts';
import { PlugControl } from './plug-control.tsx';
import { Segments } from './segments.tsx';

const SPEEDS: readonly (readonly [Speed, string])[] = [
  [1, '1×'],
  [10, '10×'],
  [60, '60×'],
];
const MOODS: readonly (readonly [SlackMood, string])[] = [
  ['fine', 'fine'],
  ['429', '429'],
  ['500', '500'],
];

export function ControlPanel({ controls }: { readonly controls: PageControls }) {
  const ask = useAsk();
  const [isStartingOver, setStartingOver] = useState(false);
  const { speed, slack, plugs } = controls;
  const startOver = () => {
    setStartingOver(true);
    void ask({ do: 'start-over' }).finally(() => setStartingOver(false));
  };
  return (
    <section className="controls" aria-labelledby="controls-name">
      <h3 id="controls-name">The demo</h3>
      <Segments
        legend="Azure’s time"
        options={SPEEDS}
        value={speed}
        onChoose={(next) => ask({ do: 'set-speed', speed: next })}
      />
      <Segments
        legend="Slack answers"
        options={MOODS}
        value={slack}
        onChoose={(next) => ask({ do: 'set-slack', slack: next })}
      />
      <PlugControl name="bot" does="takes commands and presses" state={plugs.bot} />
      <PlugControl name="worker" does="reads Azure, writes to Slack" state={plugs.worker} />
      <button
        type="button"
        className="button"
        disabled={isStartingOver}
        aria-busy={isStartingOver}
        onClick={startOver}
      >
        {isStartingOver ? 'Starting over …' : 'Start over'}
      </button>
    </section>
  );
}
