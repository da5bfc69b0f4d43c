#!/usr/bin/env node
// What the package starts with, and therefore written for any Node. A crash of an old one would end with 1, which
// says of an operation that it failed.
const OLDEST = 24;

const { versions, stderr, exit } = process;
if (Number(versions.node.split('.')[0]) < OLDEST) {
  stderr.write(`mysqlop needs Node ${OLDEST} or newer and found ${versions.node}.\n`);
  exit(64);
}
// By its name in the package: there is none beside this file.
import(new URL('./main.js', import.meta.url).href).catch((error) => {
  stderr.write(`${error.stack}\n`);
  exit(70);
});
