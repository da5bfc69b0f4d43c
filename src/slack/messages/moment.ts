import { LATEST_MS, universalTime } from '../../words/figures.ts';

/** The one form of a moment, which stands behind "since" as behind a verb: `today at 11:52`. */
const MOMENT = '{date_short_pretty} at {time}';

/** A moment in each reader's own time zone: docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function moment(ms: number): string {
  const { timestamp, format, fallback } = momentRun(ms);
  return `<!date^${timestamp}^${format}|${fallback}>`;
}

/** The same for rich text. */
export function momentRun(ms: number) {
  const timestamp = Math.floor(Math.min(ms, LATEST_MS) / 1000);
  return { type: 'date', timestamp, format: MOMENT, fallback: universalTime(ms) } as const;
}
