import type { Diagnosis, Finding } from '../../asking/doctor.ts';
import { sentence } from '../../words/plain-text.ts';
import { context, section } from './blocks.ts';
import type { Message } from './message.ts';
import { escaped } from './text.ts';

const SIGNS: Readonly<Record<Finding['state'], string>> = {
  fault: '❌',
  notice: '⚠️',
  unknown: '❔',
  fine: '✅',
};

/** What needs somebody comes first, and so comes through where there is too much for a message. */
const ORDER: readonly Finding['state'][] = ['fault', 'notice', 'unknown'];
const SHOWN = 40;

/** What `/mysqlop doctor` has found, what is to be mended first. */
export function diagnosisMessage({ here, whole }: Diagnosis): Message {
  const findings = [...here, ...(whole ?? [])];
  const odd = ORDER.flatMap((state) => findings.filter((finding) => finding.state === state));
  const fine = findings.filter(({ state }) => state === 'fine');
  const title = titleOf(odd, whole !== undefined);
  const more = odd.length - SHOWN;
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...odd.slice(0, SHOWN).map((finding) => section(lineOf(finding))),
      ...(more > 0 ? [context(`… and ${more} more`)] : []),
      ...(fine.length > 0 ? [context(fine.map(shortLineOf).join('\n'))] : []),
      ...(whole === undefined
        ? [context('How the bot is as a whole is told to those whom ADMINS names.')]
        : []),
    ],
  };
}

function titleOf(odd: readonly Finding[], isWhole: boolean): string {
  const faults = odd.filter(({ state }) => state === 'fault').length;
  if (faults > 0)
    return `❌ ${faults === 1 ? '1 thing has' : `${faults} things have`} to be mended`;
  if (odd.length > 0) return '⚠️ It works, and something should be looked at';
  return isWhole ? '✅ All is in order' : '✅ All is in order here';
}

function lineOf({ state, about, says }: Finding): string {
  return `${SIGNS[state]} *${escaped(about, 200)}*: ${escaped(sentence(says), 1500)}`;
}

function shortLineOf({ state, about, says }: Finding): string {
  return `${SIGNS[state]} ${escaped(about, 60)}: ${escaped(says, 100)}`;
}
