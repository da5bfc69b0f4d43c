import type { PageControls, PageRequest, PageState } from '../../protocol.ts';
import { useAsk } from '../state/ask-server.ts';

interface GuideProps {
  readonly state: PageState;
  /** Puts the command for an operation into the composer. */
  readonly onWatch: (reference: string) => void;
  readonly onDismiss: () => void;
}

/** What the bot is for, in a sentence, and three things to try. */
export function Guide({ state, onWatch, onDismiss }: GuideProps) {
  const ask = useAsk();
  const { operations, controls } = state;
  const running = operations.findLast(({ ended }) => !ended);
  const worker = workerStep(controls);
  return (
    <section className="guide" aria-labelledby="guide-name">
      <h2 id="guide-name">mysqlop watches imports and backups of Azure MySQL</h2>
      <p>
        They take hours. One card shows each of them to its end, and if one fails, #oncall is called
        and told why.
      </p>
      <ol>
        <li>
          <button
            type="button"
            className="button primary"
            onClick={() => void ask({ do: 'start-story', story: 'import-fails', isWatched: true })}
          >
            See an import fail
          </button>
          <span>within a minute #oncall is called</span>
        </li>
        <li>
          <button
            type="button"
            className="button"
            disabled={running === undefined}
            onClick={() => running && onWatch(running.reference)}
          >
            Watch one yourself
          </button>
          <span>the command is written for you: press Enter</span>
        </li>
        <li>
          <button
            type="button"
            className="button"
            disabled={controls.plugs.worker === 'starting'}
            onClick={() => void ask(worker.request)}
          >
            {worker.label}
          </button>
          <span>{worker.about}</span>
        </li>
      </ol>
      <button type="button" className="icon" aria-label="Dismiss the guide" onClick={onDismiss}>
        ✕
      </button>
    </section>
  );
}

interface WorkerStep {
  readonly label: string;
  readonly about: string;
  readonly request: PageRequest;
}

function workerStep({ plugs }: PageControls): WorkerStep {
  if (plugs.worker === 'stopped') {
    return {
      label: 'Plug the worker in again',
      about: 'it goes on where it was killed',
      request: { do: 'plug-in', of: 'worker' },
    };
  }
  return {
    label: 'Kill the worker',
    about: 'nothing gets lost, and nothing is told twice',
    request: { do: 'pull-plug', of: 'worker' },
  };
}
