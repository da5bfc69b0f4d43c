import { expect, test } from 'vitest';
import type { PagePagerEvent } from '../../src/sandbox/page/protocol.ts';
import { describeInBrowser } from './browser.ts';
import { useFixturePage } from './fixture-page.ts';

const FAILED = 'Backup of ledger-prod failed: DiskFull <b>no room</b>';
const CALLED: PagePagerEvent = {
  id: 1,
  at: Date.UTC(2026, 10, 23, 3, 4),
  action: 'trigger',
  summary: FAILED,
  isCall: true,
};

describeInBrowser('the pager', () => {
  const own = useFixturePage();

  test('shows what it is told as it comes, the latest first', async () => {
    const page = await own.open();
    const pager = page.getByRole('region', { name: 'PagerDuty' });
    await pager.getByText('Nobody has been called.').waitFor();
    own.fixture.send({ kind: 'pager', pager: [CALLED] });
    const events = pager.getByRole('listitem');
    await pager.getByText('somebody is called').waitFor();
    expect(await events.allTextContents()).toEqual([expect.stringContaining(FAILED)]);
    const taken = { ...CALLED, id: 2, action: 'acknowledge', isCall: false } as const;
    own.fixture.send({ kind: 'pager', pager: [CALLED, taken] });
    await expect.poll(() => events.count()).toBe(2);
    expect(await events.first().textContent()).toContain('Acknowledged');
    expect(await pager.getByText('somebody is called').count()).toBe(1);
  });
});
