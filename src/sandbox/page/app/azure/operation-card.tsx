import { memo } from 'react';
import type { PageChannel, PageOperation } from '../../protocol.ts';
import { CopyButton } from './copy-button.tsx';

interface OperationCardProps {
  readonly operation: PageOperation;
  readonly watchIn: PageChannel | undefined;
  readonly onWatch: (reference: string) => void;
}

/** What Azure knows, next to which the bot's card can be checked. */
export const OperationCard = memo(
  function OperationCard({ operation, watchIn, onWatch }: OperationCardProps) {
    const { story, server, location, operationId, answer, percent, reads, ended } = operation;
    const share = percent === undefined ? undefined : Math.min(100, Math.max(0, percent));
    return (
      <article
        className={ended ? 'operation ended' : 'operation'}
        aria-label={`${story}, ${server}`}
      >
        <h4>{story}</h4>
        <p className="muted">
          {server} · {location}
        </p>
        <p className="answer">
          <code>{answer}</code>
          <span className="muted">{reads === 1 ? '1 read' : `${reads} reads`}</span>
        </p>
        {share !== undefined && <progress max={100} value={share} aria-label="Progress in Azure" />}
        <p className="operation-id">
          <code>{operationId}</code>
        </p>
        <div className="operation-actions">
          {watchIn && (
            <button
              type="button"
              className="button primary"
              onClick={() => onWatch(operation.reference)}
            >
              Watch in #{watchIn.name}
            </button>
          )}
          <CopyButton label="Copy id" text={operationId} />
          <CopyButton label="Copy URL" text={operation.url} />
        </div>
      </article>
    );
  },
  // The server tells of all operations whenever one changes.
  (before, after) =>
    before.onWatch === after.onWatch &&
    before.watchIn?.id === after.watchIn?.id &&
    JSON.stringify(before.operation) === JSON.stringify(after.operation),
);
