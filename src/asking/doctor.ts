import type { UserId } from '../watch/names.ts';
import type { Presser } from './asker.ts';
import { unlessLater } from './unless-later.ts';

/**
 * What an examination has found: that it is in order, that somebody should know (`notice`), that somebody must
 * mend it (`fault`), or that nobody can tell (`unknown`), which says nothing about it.
 */
export interface Finding {
  readonly state: 'fine' | 'notice' | 'fault' | 'unknown';
  /** What was looked at, in a word or two, such as a setting's name. */
  readonly about: string;
  /** A sentence: what is so, and where it is not in order the one thing to do. Not escaped. */
  readonly says: string;
}

/** Something that can be looked at. */
export interface Examination {
  readonly about: string;
  /** May reject, and may take long: then nobody can tell. */
  readonly look: (presser: Presser) => Promise<readonly Finding[]>;
}

/** Whether all is in order, for who asks and where, and with the bot as a whole. */
export interface Diagnosis {
  readonly kind: 'diagnosis';
  readonly here: readonly Finding[];
  /** Undefined where the asker is not to know. */
  readonly whole: readonly Finding[] | undefined;
}

/** It takes longer than Slack gives us for an answer. */
export interface Examining {
  readonly kind: 'examining';
  readonly found: Promise<Diagnosis>;
}

export interface DoctorDependencies {
  readonly examinations: {
    readonly here: readonly Examination[];
    readonly whole: readonly Examination[];
  };
  /** Who sees the whole; undefined where everybody does. */
  readonly admins: readonly UserId[] | undefined;
}

/** As long as people wait, and well above what a call to Slack or Azure may take. */
const LOOK_WITHIN_MS = 15_000;
/** What takes longer is answered twice: that it goes on, and what it found. */
const PATIENCE_MS = 1200;

/**
 * Looks at all that can keep the bot from its work, at once, and changes nothing.
 *
 * @param withinMs how long one look may take
 */
export async function diagnose(
  presser: Presser,
  { examinations, admins }: DoctorDependencies,
  withinMs = LOOK_WITHIN_MS,
): Promise<Diagnosis | Examining> {
  const isAdmin = admins === undefined || admins.includes(presser.user);
  const looks = (wanted: readonly Examination[]) =>
    Promise.all(wanted.map((examination) => look(examination, presser, withinMs)));
  const found = Promise.all([looks(examinations.here), isAdmin && looks(examinations.whole)]).then(
    ([here, whole]): Diagnosis => ({
      kind: 'diagnosis',
      here: here.flat(),
      whole: whole ? whole.flat() : undefined,
    }),
  );
  const examining: Examining = { kind: 'examining', found };
  return await unlessLater(found, PATIENCE_MS, examining);
}

async function look(
  { about, look: examine }: Examination,
  presser: Presser,
  withinMs: number,
): Promise<readonly Finding[]> {
  const late: Finding = { state: 'unknown', about, says: 'It took too long to tell.' };
  const broken: Finding = { state: 'unknown', about, says: 'I could not look.' };
  return await unlessLater(
    examine(presser).catch(() => [broken]),
    withinMs,
    [late],
  );
}
