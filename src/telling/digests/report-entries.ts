import type { DigestStore } from '../../redis/digest-store.ts';
import type { Message } from '../../slack/messages/message.ts';
import type { DigestMessage } from '../../watch/names.ts';
import type { ToldReport } from '../told-report.ts';

export interface ReportEntriesDependencies {
  readonly digests: DigestStore;
  readonly report: ToldReport;
  readonly now: () => number;
}

/**
 * Reports the alerts that a burst's digest tells since it was posted or edited just now.
 *
 * @param message as it was shown; undefined where nobody knows, and it is taken to show all
 */
export async function reportEntries(
  digest: Omit<DigestMessage, 'kind'>,
  message: Message | undefined,
  { digests, report, now }: ReportEntriesDependencies,
): Promise<void> {
  const at = now();
  for (const { item, cause } of await digests.takeShown(digest, message?.tells?.items, at)) {
    report.told(item.kind, at - item.at, cause);
  }
}
