import { namesIn } from './project-files.ts';

/** All documents of the project, as paths relative to its root. */
export const DOCUMENTS: readonly string[] = [
  ...namesIn('.').filter((name) => name.endsWith('.md')),
  ...namesIn('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...namesIn('docs/decisions').map((name) => `docs/decisions/${name}`),
];

/** The rows of a document's tables whose first column has this name: their cells, without backticks. */
export function rowsUnder(text: string, column: string): readonly (readonly string[])[] {
  const tables = text.matchAll(
    new RegExp(`^\\| ${column} \\|.*\\n\\|[-| ]+\\|\\n((?:\\|.*\\n)*)`, 'gm'),
  );
  return [...tables].flatMap(([, rows = '']) => rows.trimEnd().split('\n').map(cellsOf));
}

function cellsOf(row: string): readonly string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) =>
      cell
        .trim()
        .replaceAll('\\|', '|')
        .replace(/^`([^`]*)`$/, '$1'),
    );
}

/** What a document writes as `<watch>` stands for. */
export function patternOf(documented: string): RegExp {
  const parts = documented.split(/(<[a-z]+>)/).map((part) => {
    if (part === '<any>') return '.+';
    return part.startsWith('<') ? '[^:]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
