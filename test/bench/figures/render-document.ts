import type { BenchRecord, PartRecord } from './record.ts';
import { renderMarkdown } from './render-table.ts';

const INTRODUCTION = `# Benchmarks

Made by \`npm run bench -- --write\`; the numbers are measured, never typed. The real bot as processes
(\`node src/main.ts\`), a real Redis, and the simulated Azure and Slack of \`src/sandbox\` with their limits
on, all on one machine: ARM's 25 reads a second for each subscription (250 at once), Slack's 50 edits a
minute and about one message a second in a channel.

Beside ours stand, on the same servers in the same run:

- **bare limit**: what the servers' limits allow, or a loop that does the reads and nothing else;
- **SDK loop**: what people would write. Microsoft's \`@azure/arm-mysql-flexible\`, one loop with a pause for
  each operation, which edits its card and posts an alert with \`@slack/web-api\` as Slack's documentation
  shows it;
- **core-lro**: the same with \`@azure/core-lro\`, Azure's own poller.

Neither keeps anything when its process ends, and neither was asked to. Of several values the median is
given, and in brackets the least and the most. *met* says whether the median reaches the target.
`;

/** docs/benchmarks.md */
export function renderDocument(record: BenchRecord, chartPath: string): string {
  const chart = record.some((part) => part.chart) ? [`![Alert delay](${chartPath})`] : [];
  return `${[INTRODUCTION, ...chart, ...record.map(section)].filter((part) => part).join('\n')}\n`;
}

function section({ part, date, machine, othersCores, isQuick, rows }: PartRecord): string {
  if (rows.length === 0) return '';
  const quick = isQuick ? ' A quick run: shorter and smaller, so not to be compared.' : '';
  const sentences = rows.map(({ what, sentence }) => `- **${what}**: ${sentence}`);
  return [
    `\n## ${part}\n`,
    `${date}, ${machine}; other programs used ${othersCores} cores.${quick}\n`,
    renderMarkdown(rows),
    '',
    ...sentences,
  ].join('\n');
}
