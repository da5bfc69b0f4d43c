import type { OutboxStore } from '../store/outbox-store.ts';

/** Says what could be told nowhere in Slack; undefined where there is nothing of the kind. */
export async function outboxProblem(outboxes: OutboxStore): Promise<string | undefined> {
  const backlog = await outboxes.backlog().catch(() => undefined);
  if (!backlog) return 'not known while Redis does not answer';
  const { stuck } = backlog;
  const [first] = stuck;
  if (!first) return undefined;
  const more = stuck.length > 1 ? ` and ${stuck.length - 1} more` : '';
  return `Slack takes this nowhere: ${first.destination} (${first.error})${more}. It stays owed and is tried again.`;
}
