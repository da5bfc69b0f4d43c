import type { Logger } from 'pino';
import type { AuditEntry, AuditStore } from '../redis/audit-store.ts';
import type { UserId } from '../watch/names.ts';
import type { Presser } from './asker.ts';
import type { Refusal } from './refusals.ts';

/** Which part of what was changed. */
export interface AuditWish {
  /** From 1 on; one behind the last means the last. */
  readonly page: number;
}

/** Who has changed what. */
export interface AuditAnswer {
  readonly kind: 'audit';
  /** Those of the page, the newest first. */
  readonly entries: readonly AuditEntry[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

export interface AuditDependencies {
  readonly audit: AuditStore;
  /** Who sees it; undefined where nobody is named. */
  readonly admins: readonly UserId[] | undefined;
  /** For how long it is kept. */
  readonly historyMs: number;
  readonly now: () => number;
  readonly log: Logger;
}

/** A line each: more would not be read. */
const PAGE = 20;

/** Who has changed what, for those whom ADMINS names: also of what stands in private. */
export async function auditTrail(
  { user }: Presser,
  wish: AuditWish,
  { audit, admins, historyMs, now }: AuditDependencies,
): Promise<AuditAnswer | Refusal> {
  if (!admins) return NO_ADMINS;
  if (!admins.includes(user)) return NOT_AN_ADMIN;
  const all = await audit.since(now() - historyMs);
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const page = Math.min(Math.max(1, wish.page), pages);
  const entries = all.slice((page - 1) * PAGE, page * PAGE);
  return { kind: 'audit', entries, page, pages, total: all.length };
}

const NO_ADMINS: Refusal = {
  kind: 'refused',
  explanation:
    'Who has changed what is shown to those whom the setting ADMINS names, and it names nobody. Please ask who runs me.',
};

const NOT_AN_ADMIN: Refusal = {
  kind: 'refused',
  explanation:
    'Who has changed what is shown to those whom the setting ADMINS names. Please ask one of them, or who runs me.',
};
