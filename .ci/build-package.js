// Builds what npm publishes, as a folder of its own: inside node_modules, Node takes no TypeScript. A checkout needs
// none of it.
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

rmSync('dist', { recursive: true, force: true });

// The bot, file by file.
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.package.json'], {
  stdio: 'inherit',
});
// The steps of Redis are Lua beside their wrappers.
cpSync('src/redis/steps', 'dist/src/redis/steps', {
  recursive: true,
  filter: (path) => statSync(path).isDirectory() || path.endsWith('.lua'),
});

// What a shell starts, in a few files with what it needs of packages: hundreds of small ones take time and memory.
const bundle = await rolldown({
  input: 'src/main.ts',
  platform: 'node',
  // Loaded behind a proxy alone, and no better in one file.
  external: ['undici'],
  plugins: [
    {
      name: 'the bot stays as it is',
      resolveId: (source) =>
        source === './app/serve.ts' ? { id: '../src/app/serve.js', external: true } : null,
    },
  ],
});
const { output } = await bundle.write({ dir: 'dist/shell', chunkFileNames: '[name].js' });
await bundle.close();
cpSync('src/launch.js', 'dist/shell/launch.js');
writeFileSync('dist/shell/LICENSES.txt', licensesOf(output));

// What only the project needs stays out: without it, npx would fetch a Node for each platform’s user.
const { name, version, description, license, type, engines, dependencies, repository } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const bin = { mysqlop: 'shell/launch.js' };
const published = {
  ...{ name, version, description, license, type, bin, engines, dependencies, repository },
};
writeFileSync('dist/package.json', `${JSON.stringify(published, null, 2)}\n`);
for (const file of ['LICENSE', 'README.md']) cpSync(file, join('dist', file));

/** The licenses of all packages that the files hold parts of, as these ask for. */
function licensesOf(files) {
  const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
  const modules = files.flatMap((file) => ('moduleIds' in file ? file.moduleIds : []));
  const packages = new Set(modules.map((id) => folder.exec(id)?.[0]).filter(Boolean));
  return [...packages]
    .toSorted()
    .map(licenseOf)
    .join(`\n${'-'.repeat(80)}\n`);
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const [file] = globSync('{LICENSE,LICENCE,license,License}*', { cwd: folder });
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text}`;
}
