import type { AuditWish } from '../../asking/audit.ts';
import type { QuietWish } from '../../asking/card-wishes.ts';
import type { DefaultsWish } from '../../asking/channel-defaults.ts';
import type { Wish } from '../../asking/find-operation.ts';
import type { HistoryWish } from '../../asking/history.ts';
import type { ListWish } from '../../asking/list.ts';
import type { StatusWish } from '../../asking/status.ts';

/** The command as Slack knows it; also in manifest.yml. */
export const COMMAND = '/mysqlop';

export type Command =
  | { readonly kind: 'watch'; readonly wish: Wish & { readonly label?: string } }
  | { readonly kind: 'status'; readonly wish: StatusWish }
  | ({ readonly kind: 'list' } & ListWish)
  | { readonly kind: 'stop'; readonly operation: string }
  | { readonly kind: 'history'; readonly wish: HistoryWish }
  | ({ readonly kind: 'quiet' } & QuietWish)
  | { readonly kind: 'defaults'; readonly wish: DefaultsWish }
  | { readonly kind: 'doctor' }
  | ({ readonly kind: 'audit' } & AuditWish)
  | { readonly kind: 'help' }
  /** Nothing is said: the form asks for it. */
  | { readonly kind: 'form' }
  /** Not a command; `meant` is the whole command line that was probably meant. */
  | { readonly kind: 'unknown'; readonly typed: string; readonly meant: string | undefined }
  /** A command with a word missing or too much; `usage` shows the right form. */
  | { readonly kind: 'incomplete'; readonly problem: string; readonly usage: string };

export const WORDS = [
  'watch',
  'status',
  'list',
  'history',
  'stop',
  'quiet',
  'defaults',
  'doctor',
  'audit',
  'help',
] as const;
export type Word = (typeof WORDS)[number];

export const USAGE: Readonly<Record<Word, string>> = {
  watch: 'watch <operation> [in <location>] [on <subscription>] [as <label>]',
  status: 'status [<operation>|<label>|<server>] [in <location>] [on <subscription>]',
  history: 'history [<server>|<label>|failed] [30d] [page 2]',
  list: 'list [mine|all|alerts] [<page>]',
  stop: 'stop [<operation>|<label>|<server>]',
  quiet: 'quiet [off] [<operation>|<label>|<server>]',
  defaults: 'defaults [in <location>] [on <subscription>] [notes on|off] | clear',
  doctor: 'doctor',
  audit: 'audit [<page>]',
  help: 'help',
};

/** It is a command, but can't be carried out; `problem` says why. */
export function incomplete(word: Word, problem: string): Extract<Command, { kind: 'incomplete' }> {
  return { kind: 'incomplete', problem, usage: USAGE[word] };
}
