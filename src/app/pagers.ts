import type { Config } from '../config/config.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { Pager, Sent } from '../pagers/pager.ts';
import { createPagerDuty } from '../pagers/pager-duty.ts';
import { createWebhook } from '../pagers/webhook.ts';
import type { OutboxStore } from '../redis/outbox-store.ts';
import { namedDestination, type PagerName } from '../watch/names.ts';
import type { RemoveSecrets } from './known-secrets.ts';

export interface Pagers {
  readonly all: ReadonlyMap<PagerName, Pager>;
  /** Which of those that are owed something take nothing at the moment, and why. */
  problem(owed: ReadonlySet<PagerName>): string | undefined;
  /** For how many milliseconds each pager has taken nothing of what it is owed; 0 where it takes it. */
  silentMs(owed: ReadonlySet<PagerName>): ReadonlyMap<PagerName, number>;
}

interface PagersDependencies {
  readonly fetch: Outgoing['fetch'];
  readonly removeKnown: RemoveSecrets;
  readonly now: () => number;
}

/** A pager that does not answer, since when, in milliseconds since the epoch. */
interface Silence {
  readonly since: number;
  readonly error: string;
}

/** The pagers that are configured. What they answer is told without our secrets, which they may quote. */
export function createPagers(
  { pagerDuty, webhook }: Pick<Config, 'pagerDuty' | 'webhook'>,
  { fetch, removeKnown, now }: PagersDependencies,
): Pagers {
  const silences = new Map<PagerName, Silence>();

  function observed(name: PagerName, pager: Pager): Pager {
    return {
      ...pager,
      async send(message) {
        const sent = withoutSecrets(await pager.send(message), removeKnown);
        if (sent.kind === 'later') {
          const since = silences.get(name)?.since ?? now();
          silences.set(name, { since, error: sent.error });
        } else {
          silences.delete(name);
        }
        return sent;
      },
    };
  }

  const all = new Map<PagerName, Pager>();
  if (pagerDuty)
    all.set('pagerduty', observed('pagerduty', createPagerDuty({ ...pagerDuty, fetch, now })));
  if (webhook) all.set('webhook', observed('webhook', createWebhook({ ...webhook, fetch, now })));
  return {
    all,
    problem(owed) {
      const told = [...silences].flatMap(([name, { since, error }]) => {
        // Another process may have told it all since.
        const title = owed.has(name) && all.get(name)?.title;
        const at = new Date(since).toISOString();
        return title
          ? [
              `${title} takes nothing since ${at}: ${error}. What it is owed is kept and tried again.`,
            ]
          : [];
      });
      return told.join(' ') || undefined;
    },
    silentMs: (owed) =>
      new Map(
        [...all.keys()].map((name) => {
          const silence = owed.has(name) ? silences.get(name) : undefined;
          return [name, silence ? now() - silence.since : 0];
        }),
      ),
  };
}

/** Which pagers are owed something. Rejects while Redis does not answer. */
export async function owedPagers(
  outboxes: Pick<OutboxStore, 'owing'>,
): Promise<ReadonlySet<PagerName>> {
  const owing = await outboxes.owing();
  return new Set(
    owing.flatMap((destination) => {
      const about = namedDestination(destination);
      return about.kind === 'pager' ? [about.pager] : [];
    }),
  );
}

function withoutSecrets(sent: Sent, removeKnown: RemoveSecrets): Sent {
  return sent.kind === 'accepted' ? sent : { ...sent, error: removeKnown(sent.error) };
}

/** Says which pagers take nothing, or refuse what they are told; undefined where all is well. */
export async function pagerProblem(
  pagers: Pagers,
  outboxes: OutboxStore,
): Promise<string | undefined> {
  const found = await Promise.all([outboxes.backlog(), owedPagers(outboxes)]).catch(
    () => undefined,
  );
  if (!found) return 'not known while Redis does not answer';
  const [backlog, owed] = found;
  const refused = new Map<PagerName, string>();
  for (const { destination, error } of backlog.stuck) {
    const about = namedDestination(destination);
    if (about.kind === 'pager') refused.set(about.pager, error);
  }
  const told = [...refused].flatMap(([name, error]) => {
    const pager = pagers.all.get(name);
    return pager ? [`${pager.title} refuses what it is told (${error}). ${pager.advice}`] : [];
  });
  return [...told, pagers.problem(owed)].filter((part) => part).join(' ') || undefined;
}
