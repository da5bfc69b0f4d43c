// Loaded before everything else and therefore written for any Node. npm lets the Node that "npm ci" brought
// win over all others; where the one that npm itself runs on is newer, that one takes over here.
import { spawn, spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';

const OLDEST = 24;

const ours = process.versions.node;
const { npm_node_execpath: npms } = process.env;
// Asked once: what we start has no reason to look again.
delete process.env.npm_node_execpath;
if (npms && npms !== process.execPath && isNewer(versionOf(npms), ours)) await handOverTo(npms);

if (Number(ours.split('.')[0]) < OLDEST) {
  process.stderr.write(
    `mysqlop needs Node ${OLDEST} or newer and found ${ours}. ` +
      'Run it through npm after "npm ci" (which brings one for common platforms), or install it from https://nodejs.org\n',
  );
  process.exit(1);
}

/** Such as 26.12.1; empty where that is no Node. */
function versionOf(node) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return /^v(\d+\.\d+\.\d+)/.exec(stdout || '')?.[1] ?? '';
}

function isNewer(version, than) {
  return version.localeCompare(than, 'en', { numeric: true }) > 0;
}

/** Starts all over on another Node; does not return. */
async function handOverTo(node) {
  // Whatever this starts with npm shall find that Node, too, and not ours.
  process.env.PATH = (process.env.PATH || '')
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin$/.test(folder))
    .join(delimiter);
  const args = [...process.execArgv, ...process.argv.slice(1)];
  // The same process goes on: signals, terminal and exit code are as if it had been the first.
  if (process.platform !== 'win32') process.execve?.(node, [node, ...args], process.env);
  else {
    const child = spawn(node, args, { stdio: 'inherit' });
    // Ctrl-C reaches both, and the other one needs its time.
    process.on('SIGINT', () => undefined);
    process.exit(await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1))));
  }
}
