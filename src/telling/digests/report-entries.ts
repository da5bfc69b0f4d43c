import type { DigestStore } from '../../redis/digest-store.ts';
import type { StandingMessage } from '../../watch/names.ts';
import type { ToldReport } from '../told-report.ts';

export interface ReportEntriesDependencies {
  readonly digests: DigestStore;
  readonly report: ToldReport;
  readonly now: () => number;
}

/** Reports the alerts that a burst's digest tells since it was posted or edited just now. */
export async function reportEntries(
  { burst, digest }: Extract<StandingMessage, { kind: 'digest' }>,
  { digests, report, now }: ReportEntriesDependencies,
): Promise<void> {
  for (const { item, cause } of await digests.takeShown(burst, digest)) {
    report.told(item.kind, now() - item.at, cause);
  }
}
