import type { PageControls, SlackMood, Speed } from '../../protocol.ts';
import { useAsk } from '../state/ask-server.ts';
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
  const { speed, slack, worker } = controls;
  const isPlugged = worker !== 'stopped';
  return (
    <section className="controls" aria-label="The demo's knobs">
      <Segments
        legend="Time"
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
      <div className="worker">
        <span>
          Worker{' '}
          <b className={`state ${worker}`} role="status">
            {worker}
          </b>
        </span>
        <button
          type="button"
          className={isPlugged ? 'button danger' : 'button primary'}
          disabled={worker === 'starting'}
          onClick={() => void ask({ do: isPlugged ? 'pull-plug' : 'plug-in' })}
        >
          {isPlugged ? 'Pull the plug' : 'Plug in'}
        </button>
      </div>
    </section>
  );
}
