import type { PagerMessage } from '../../src/pagers/pager.ts';

/** What a pager is told of a failed backup. */
export function pagerMessage(changes: Partial<PagerMessage> = {}): PagerMessage {
  return {
    id: 'abc-1/webhook/ended-1',
    at: Date.UTC(2030, 0, 2, 3, 4, 5),
    action: 'trigger',
    key: 'mysqlop/abc-1',
    severity: 'critical',
    cause: 'failed',
    summary: 'nightly export (backup of srv1) failed at 43 %: DiskFull: no room',
    operation: {
      id: '0a1b2c3d-0000-4000-8000-000000000001',
      title: 'nightly export (backup of srv1)',
      kind: 'backup',
      subscriptionId: '11111111-2222-3333-4444-555555555555',
      subscription: 'prod',
      location: 'East US',
      server: 'srv1',
      percent: 43,
      startedAt: Date.UTC(2030, 0, 2, 2, 33),
    },
    reason: 'DiskFull: no room',
    links: [{ to: 'card', url: 'https://simulated.slack.com/archives/C0DBA/p1' }],
    ...changes,
  };
}
