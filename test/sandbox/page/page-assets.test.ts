import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { makePageAssets } from '../../../src/sandbox/page/server/page-assets.ts';

test('the page is one script, its styles and its HTML, made in memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mysqlop-page-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = {
    'index.html': '<!doctype html><title>page</title>',
    'page.css': 'p { color: red }',
    'greeting.ts': 'export const greeting: string = process.env.NODE_ENV;',
    'main.tsx': `
      import './page.css';
      import { greeting } from './greeting.ts';
      document.title = greeting as string;
    `,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);

  const assets = await makePageAssets(pathToFileURL(`${folder}/`));
  expect([...assets.keys()].sort()).toEqual(['/', '/main.js', '/page.css']);
  expect(assets.get('/')).toEqual({
    contentType: 'text/html; charset=utf-8',
    content: files['index.html'],
  });
  expect(assets.get('/page.css')).toEqual({
    contentType: 'text/css; charset=utf-8',
    content: files['page.css'],
  });
  const script = assets.get('/main.js');
  expect(script?.contentType).toBe('text/javascript; charset=utf-8');
  expect(script?.content).toMatch(/document\.title=.*production/);
  expect(script?.content).not.toMatch(/import|process|\n\n/);
});
