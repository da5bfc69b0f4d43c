import { stripVTControlCharacters } from 'node:util';
import type { Cell, Row, Unit } from './row.ts';
import { median } from './statistics.ts';

const HEAD = ['what', 'target', 'ours', 'met', 'bare limit', 'ours ÷ bare', 'SDK loop', 'core-lro'];

/** For a terminal: columns under each other. */
export function renderText(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, at) => Math.max(...lines.map((line) => width(line[at] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function renderMarkdown(rows: readonly Row[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)];
  return lines
    .map((line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function cellsOf(row: Row): readonly string[] {
  return [
    row.what,
    row.target?.text ?? '',
    cellText(row.ours),
    metText(row),
    cellText(row.bare),
    ratioText(row),
    cellText(row.sdk),
    cellText(row.lro),
  ];
}

/** The median, and from where to where the runs went. */
export function cellText(cell: Cell | undefined): string {
  if (!cell) return '';
  if (cell.kind === 'word') return cell.word;
  const { values, unit } = cell;
  if (values.length === 0) return 'nothing measured';
  const middle = withUnit(figure(median(values)), unit);
  if (values.length === 1) return middle;
  const [least, most] = [Math.min(...values), Math.max(...values)].map(figure);
  return `${middle} (${least}–${most}, ${values.length} runs)`;
}

function metText({ target, ours }: Row): string {
  if (!target || ours.kind === 'word' || ours.values.length === 0) return '';
  const middle = median(ours.values);
  const { most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY } = target;
  return middle <= most && middle >= least ? 'yes' : 'no';
}

function ratioText({ ours, bare }: Row): string {
  if (ours.kind === 'word' || bare?.kind !== 'values' || ours.unit !== bare.unit) return '';
  const ratio = median(ours.values) / median(bare.values);
  return Number.isFinite(ratio) ? figure(ratio) : '';
}

/** Three significant digits are more than the noise leaves. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function withUnit(text: string, unit: Unit): string {
  return unit === '' ? text : `${text} ${unit}`;
}

function width(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
