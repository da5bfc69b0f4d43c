import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the project as text; `path` is relative to its root. */
export function projectFile(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

/** The names of what stands directly in a folder of the project. */
export function namesIn(folder: string): readonly string[] {
  return readdirSync(join(PROJECT, folder)).sort();
}

/** All TypeScript files under a folder, as paths relative to the project's root. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort();
}
