import type { PagePagerEvent } from '../../protocol.ts';
import { clockTime, fullTime } from '../state/clock-time.ts';

const SIGNS = { trigger: '📟', acknowledge: '👍', resolve: '✅' } as const;
const WORDS = { trigger: 'Opened', acknowledge: 'Acknowledged', resolve: 'Closed' } as const;

/** What the simulated PagerDuty is told, the latest first. */
export function PagerList({ events }: { readonly events: readonly PagePagerEvent[] }) {
  return (
    <section className="pager" aria-labelledby="pager-name">
      <h3 id="pager-name">PagerDuty</h3>
      {events.length === 0 && (
        <p className="muted">Nobody has been called. It hears of what calls #oncall.</p>
      )}
      {events.length > 0 && (
        <ol aria-labelledby="pager-name">
          {events.toReversed().map(({ id, at, action, summary, isCall }) => (
            <li key={id}>
              <span aria-hidden="true">{SIGNS[action]}</span>
              <div>
                <strong>{WORDS[action]}</strong>
                {isCall && <span className="muted"> · somebody is called</span>}
                <p>{summary}</p>
              </div>
              <time className="muted" dateTime={new Date(at).toISOString()} title={fullTime(at)}>
                {clockTime(at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
