import * as v from 'valibot';
import { expect, test } from 'vitest';
import { projectFile } from './project-files.ts';

const LockFile = v.object({
  packages: v.record(v.string(), v.object({ integrity: v.optional(v.string()) })),
});

// npm leaves it out where it was told of a package by name alone, and then takes whatever it gets.
test.each(['package-lock.json', 'test/node-24/package-lock.json'])(
  '%s knows of every package what has to be in it',
  (file) => {
    const { '': _project, ...packages } = v.parse(LockFile, JSON.parse(projectFile(file))).packages;
    const unknown = Object.entries(packages).filter(([, { integrity }]) => integrity === undefined);

    expect(Object.keys(packages).length).toBeGreaterThan(0);
    expect(unknown.map(([name]) => name)).toEqual([]);
  },
);
