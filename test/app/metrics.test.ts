import { describe, expect, it } from 'vitest';
import { createMetrics, type MetricSources } from '../../src/app/metrics.ts';

const NOTHING: MetricSources = {
  watches: async () => new Map(),
  unreadable: async () => [],
  rounds: async () => [],
  outbox: async () => ({ items: 0, stuck: 0 }),
  untaken: async () => [],
  silentPagers: async () => new Map(),
};

/** Each line that holds a value of ours, by its name and labels. */
function valuesIn(text: string): Readonly<Record<string, number>> {
  const lines = text.split('\n').filter((line) => line.startsWith('mysqlop_'));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

describe('the metrics', () => {
  it('count the live watches, and those with a condition, when somebody asks', async () => {
    const counts = new Map([
      ['running', 3],
      ['stalled', 1],
    ]);
    const metrics = createMetrics({ ...NOTHING, watches: async () => counts });
    expect(valuesIn(await metrics.text())).toMatchObject({
      'mysqlop_watches{state="running"}': 3,
      'mysqlop_watches{state="stalled"}': 1,
    });
    counts.delete('stalled');
    expect(valuesIn(await metrics.text())).not.toHaveProperty('mysqlop_watches{state="stalled"}');
  });

  it('tell for how long a pager has taken nothing', async () => {
    const silences = new Map([['pagerduty', 90_000]]);
    const metrics = createMetrics({ ...NOTHING, silentPagers: async () => silences });
    const name = 'mysqlop_pager_silent_seconds{pager="pagerduty"}';
    expect(valuesIn(await metrics.text())).toMatchObject({ [name]: 90 });
    silences.set('pagerduty', 0);
    expect(valuesIn(await metrics.text())).toMatchObject({ [name]: 0 });
  });

  it('count the alerts that nobody looks after by age, and tell how long that took', async () => {
    const minutes = [1, 9, 59, 1000];
    const untaken = async () => minutes.splice(0).map((each) => each * 60_000);
    const metrics = createMetrics({ ...NOTHING, untaken });
    metrics.acknowledged(90_000);
    metrics.reminded(false);
    metrics.reminded(true);
    metrics.paged('pagerduty', 'trigger', 'accepted');
    expect(valuesIn(await metrics.text())).toMatchObject({
      'mysqlop_alerts_untaken{age="under-10m"}': 2,
      'mysqlop_alerts_untaken{age="under-1h"}': 1,
      'mysqlop_alerts_untaken{age="under-8h"}': 0,
      'mysqlop_alerts_untaken{age="older"}': 1,
      'mysqlop_acknowledge_seconds_bucket{le="60"}': 0,
      'mysqlop_acknowledge_seconds_bucket{le="120"}': 1,
      'mysqlop_reminders_total{kind="again"}': 1,
      'mysqlop_reminders_total{kind="escalated"}': 1,
      'mysqlop_pager_events_total{pager="pagerduty",action="trigger",outcome="accepted"}': 1,
    });
    expect(valuesIn(await metrics.text())).toMatchObject({
      'mysqlop_alerts_untaken{age="under-10m"}': 0,
    });
  });

  it('tell how long a round of reads takes in each subscription', async () => {
    const rounds = async () => [{ subscriptionId: 's-1', watches: 400, ms: 80_000 }];
    const metrics = createMetrics({ ...NOTHING, rounds });
    expect(valuesIn(await metrics.text())).toMatchObject({
      'mysqlop_read_round_seconds{subscription="s-1"}': 80,
    });
  });

  it('count what is owed to Slack and what it takes nowhere, as it is at this moment', async () => {
    const owed = [
      { items: 5, stuck: 2 },
      { items: 1, stuck: 0 },
    ];
    const unread = [{ where: 'live', why: 'a member that is no watch' }];
    const outbox = async () => owed.shift() ?? { items: 0, stuck: 0 };
    const metrics = createMetrics({ ...NOTHING, outbox, unreadable: async () => unread.splice(0) });
    expect(valuesIn(await metrics.text())).toMatchObject({
      mysqlop_outbox_items: 5,
      mysqlop_outbox_stuck: 2,
      mysqlop_unreadable_values: 1,
    });
    expect(valuesIn(await metrics.text())).toMatchObject({
      mysqlop_outbox_items: 1,
      mysqlop_outbox_stuck: 0,
      mysqlop_unreadable_values: 0,
    });
  });

  it('count reads by outcome, with how long they took and how late they began', async () => {
    const metrics = createMetrics(NOTHING);
    metrics.read('seen', 150, 30);
    metrics.read('seen', 50, 10);
    metrics.read('throttled', 4000, 2000);
    expect(valuesIn(await metrics.text())).toMatchObject({
      'mysqlop_reads_total{outcome="seen"}': 2,
      'mysqlop_reads_total{outcome="throttled"}': 1,
      mysqlop_read_seconds_count: 3,
      mysqlop_read_seconds_sum: 4.2,
      'mysqlop_read_lag_seconds_bucket{le="0.05"}': 2,
      mysqlop_read_lag_seconds_sum: 2.04,
    });
  });

  it('take a read that was brought forward, or a clock that was set back, for one in time', async () => {
    const metrics = createMetrics(NOTHING);
    metrics.read('seen', 10, -30_000);
    metrics.told('card', -1, undefined);
    expect(valuesIn(await metrics.text())).toMatchObject({
      mysqlop_read_lag_seconds_sum: 0,
      'mysqlop_delivery_lag_seconds_sum{kind="card"}': 0,
    });
  });

  it('count how long it took until Slack had accepted something, by what it was', async () => {
    const metrics = createMetrics(NOTHING);
    metrics.told('ended', 400, undefined);
    metrics.told('alert', 100, 'failed');
    expect(valuesIn(await metrics.text())).toMatchObject({
      'mysqlop_delivery_lag_seconds_count{kind="ended"}': 1,
      'mysqlop_delivery_lag_seconds_sum{kind="ended"}': 0.4,
      'mysqlop_delivery_lag_seconds_count{kind="alert"}': 1,
    });
  });

  it('count alerts, and no other posts among them', async () => {
    const metrics = createMetrics(NOTHING);
    metrics.told('alert', 0, 'failed');
    metrics.told('alert', 0, 'failed');
    metrics.told('condition-alert', 0, 'blind');
    metrics.told('alert-details', 0, undefined);
    metrics.told('ended', 0, undefined);
    const values = valuesIn(await metrics.text());
    const alerts = Object.entries(values).filter(([name]) => name.includes('alerts_total'));
    expect(Object.fromEntries(alerts)).toEqual({
      'mysqlop_alerts_total{cause="failed"}': 2,
      'mysqlop_alerts_total{cause="blind"}': 1,
    });
  });

  it('count calls of Slack by method and outcome', async () => {
    const metrics = createMetrics(NOTHING);
    metrics.slackCalled('chat.update', 'ok');
    metrics.slackCalled('chat.update', 'ratelimited');
    metrics.slackCalled('chat.update', 'ok');
    expect(valuesIn(await metrics.text())).toMatchObject({
      'mysqlop_slack_calls_total{method="chat.update",outcome="ok"}': 2,
      'mysqlop_slack_calls_total{method="chat.update",outcome="ratelimited"}': 1,
    });
  });

  it('hold Node’s own', async () => {
    expect(await createMetrics(NOTHING).text()).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });

  it('are each process’s own: two of them do not count together', async () => {
    const [first, second] = [createMetrics(NOTHING), createMetrics(NOTHING)];
    first.read('seen', 1, 1);
    expect(valuesIn(await second.text())).not.toHaveProperty('mysqlop_reads_total{outcome="seen"}');
  });

  it('can’t be had while what they count can’t be asked', async () => {
    const away = () => Promise.reject(new Error('Redis does not answer'));
    await expect(createMetrics({ ...NOTHING, outbox: away }).text()).rejects.toThrow('Redis');
    await expect(createMetrics({ ...NOTHING, watches: away }).text()).rejects.toThrow('Redis');
  });
});
