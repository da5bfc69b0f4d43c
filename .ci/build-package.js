// Builds what npm publishes: inside node_modules, Node takes no TypeScript. A checkout needs none of it.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, statSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.package.json'], {
  stdio: 'inherit',
});
cpSync('src/launch.js', 'dist/src/launch.js');
// The steps of Redis are Lua beside their wrappers.
cpSync('src/redis/steps', 'dist/src/redis/steps', {
  recursive: true,
  filter: (path) => statSync(path).isDirectory() || path.endsWith('.lua'),
});
