import type { StormStore } from '../store/storm-store.ts';
import type { StandingMessage } from '../watch/standing-message.ts';
import type { Report } from './report.ts';

export interface ReportLinesDependencies {
  readonly storms: StormStore;
  readonly report: Report;
  readonly now: () => number;
}

/** Reports the alerts that a storm's page tells since it was posted or edited just now. */
export async function reportLines(
  { storm, page }: Extract<StandingMessage, { kind: 'storm' }>,
  { storms, report, now }: ReportLinesDependencies,
): Promise<void> {
  for (const { item, cause } of await storms.takeShown(storm, page)) {
    report.told(item.kind, now() - item.at, cause);
  }
}
