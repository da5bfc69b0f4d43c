import type { PlugState, ProcessName } from '../../protocol.ts';
import { useAsk } from '../state/ask-server.ts';

interface PlugControlProps {
  readonly name: ProcessName;
  /** What nobody does without it. */
  readonly does: string;
  readonly state: PlugState;
}

/** One of the bot's processes, which can be killed and started again. */
export function PlugControl({ name, does, state }: PlugControlProps) {
  const ask = useAsk();
  const isPlugged = state !== 'stopped';
  return (
    <div className="plug">
      <span>
        The {name}{' '}
        <b className={`state ${state}`} role="status">
          {state}
        </b>
        <small className="muted">{does}</small>
      </span>
      <button
        type="button"
        className={isPlugged ? 'button danger' : 'button primary'}
        disabled={state === 'starting'}
        aria-label={isPlugged ? `Pull the plug of the ${name}` : `Plug the ${name} in`}
        onClick={() => void ask({ do: isPlugged ? 'pull-plug' : 'plug-in', of: name })}
      >
        {isPlugged ? 'Pull the plug' : 'Plug in'}
      </button>
    </div>
  );
}
