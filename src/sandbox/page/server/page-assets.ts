import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleScript } from './bundle-script.ts';

export interface PageAsset {
  readonly contentType: string;
  readonly content: string;
}

/** By path, from `/`. */
export type PageAssets = ReadonlyMap<string, PageAsset>;

const APP = new URL('../app/', import.meta.url);

/** Makes all that the page consists of: `/`, `/main.js` and each style sheet as `/<name>.css`. */
export async function makePageAssets(folder: URL = APP): Promise<PageAssets> {
  const [page, script, styles] = await Promise.all([
    readFile(new URL('index.html', folder), 'utf8'),
    bundleScript(fileURLToPath(new URL('main.tsx', folder))),
    readStyles(folder),
  ]);
  return new Map([
    ['/', { contentType: 'text/html; charset=utf-8', content: page }],
    ['/main.js', { contentType: 'text/javascript; charset=utf-8', content: script }],
    ...styles,
  ]);
}

async function readStyles(folder: URL): Promise<readonly (readonly [string, PageAsset])[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.css'));
  return await Promise.all(
    names.map(
      async (name) => [`/${name}`, style(await readFile(new URL(name, folder), 'utf8'))] as const,
    ),
  );
}

function style(content: string): PageAsset {
  return { contentType: 'text/css; charset=utf-8', content };
}
