import { existsSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DOCUMENTS } from './documents.ts';
import { namesIn, projectFile, sourceFiles } from './project-files.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = sourceFiles('src');

/** Links to the project's own files and to headings, as they stand in a document. */
function linksOf(text: string): readonly string[] {
  const links = withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g);
  return [...links].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

/** As GitHub makes them of a document's headings. */
function anchorsOf(text: string): readonly string[] {
  const headings = withoutCode(text).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

function isDead(link: string, document: string): boolean {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? document : normalize(join(dirname(document), file));
  if (!existsSync(join(ROOT, path))) return true;
  return anchor !== undefined && !anchorsOf(projectFile(path)).includes(anchor);
}

/** Files and folders of ours that a document names in code: `src/…`, `test/…`, `docs/…`. */
function pathsOf(text: string): readonly string[] {
  const paths = text.matchAll(/`((?:src|test|docs|\.ci|\.github)\/[^`\s]*)`/g);
  return [...paths].flatMap(([, path = '']) => alternatives(path));
}

/** `a/{b,c}.ts` names two. */
function alternatives(path: string): readonly string[] {
  const [, before = '', choices, after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(path) ?? [];
  return choices === undefined ? [path] : choices.split(',').map((each) => before + each + after);
}

describe.each(DOCUMENTS)('%s', (document) => {
  const text = projectFile(document);

  test('links to what is there', () => {
    expect(linksOf(text).filter((link) => isDead(link, document))).toEqual([]);
  });

  test('names files that are there', () => {
    expect(pathsOf(text).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const names = [...text.matchAll(/`([a-z-]+\.ts)`/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !SOURCES.some((file) => basename(file) === name))).toEqual([]);
  });
});

test('docs/architecture.md draws every folder of src', () => {
  const drawing = /^```\n([\s\S]*?)^```$/m.exec(projectFile('docs/architecture.md'))?.[1] ?? '';
  const drawn = [...drawing.matchAll(/(?<=^|\s)(\w+)\/(?=\s)/gm)].map(([, folder = '']) => folder);
  const parts = ['posting', 'editing', 'digests', 'listeners', 'messages'];
  const folders = new Set(SOURCES.flatMap((file) => /^src\/(\w+)\//.exec(file)?.[1] ?? []));

  expect(drawn.filter((folder) => !parts.includes(folder)).sort()).toEqual([...folders].sort());
});

test('docs/architecture.md links to every decision', () => {
  const linked = linksOf(projectFile('docs/architecture.md'));
  const decisions = namesIn('docs/decisions').map((name) => `decisions/${name}`);

  expect(linked).toEqual(expect.arrayContaining(decisions));
});
