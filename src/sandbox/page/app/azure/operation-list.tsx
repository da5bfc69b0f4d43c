import type { PageChannel, PageOperation } from '../../protocol.ts';
import { useAsk } from '../state/ask-server.ts';
import { OperationCard } from './operation-card.tsx';

interface OperationListProps {
  readonly operations: readonly PageOperation[];
  readonly watchIn: PageChannel | undefined;
  readonly onWatch: (reference: string) => void;
}

/** What runs, the latest first; below it, folded, what has ended. */
export function OperationList({ operations, ...others }: OperationListProps) {
  const ask = useAsk();
  const latestFirst = operations.toReversed();
  const running = latestFirst.filter(({ ended }) => !ended);
  const ended = latestFirst.filter((operation) => operation.ended);
  const card = (operation: PageOperation) => (
    <OperationCard key={operation.operationId} operation={operation} {...others} />
  );
  return (
    <section aria-labelledby="operations-name">
      <h3 id="operations-name">Under way{running.length > 0 && ` (${running.length})`}</h3>
      {running.length === 0 && <p className="muted">Nothing at the moment.</p>}
      {running.map(card)}
      {ended.length > 0 && (
        <details className="fold">
          <summary>Ended ({ended.length})</summary>
          <button type="button" className="button" onClick={() => void ask({ do: 'clear-ended' })}>
            Clear them away
          </button>
          {ended.map(card)}
        </details>
      )}
    </section>
  );
}
