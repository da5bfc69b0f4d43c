// Loaded before everything else and therefore written for any Node: says in one line what is missing.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `mysqlop needs Node 24 or newer and found ${process.versions.node}. ` +
      'Run it through npm after "npm ci" (which brings one for common platforms), or install it from https://nodejs.org\n',
  );
  process.exit(1);
}
