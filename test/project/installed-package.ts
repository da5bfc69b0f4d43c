import { execFile } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

export interface InstalledPackage {
  /** Empty but for `node_modules`. */
  readonly folder: string;
  /** Where the package lies in it. */
  readonly root: string;
  /** What `npx mysqlop` starts. */
  readonly program: string;
  remove(): void;
}

/** Builds and packs what is published, and unpacks it as npm would; what it depends on is lent by the project. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'mysqlop-package-'));
  const root = join(folder, 'node_modules/mysqlop');
  await run(process.execPath, ['.ci/build-package.js'], { cwd: PROJECT });
  await run('npm', ['pack', './dist', '--silent', '--pack-destination', folder], { cwd: PROJECT });
  mkdirSync(root, { recursive: true });
  const [tarball = ''] = globSync('*.tgz', { cwd: folder });
  await run('tar', ['-xzf', join(folder, tarball), '-C', root, '--strip-components=1']);
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  return {
    folder,
    root,
    program: join(root, 'shell/launch.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
