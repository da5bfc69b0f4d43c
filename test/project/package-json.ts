import * as v from 'valibot';
import { projectFile } from './project-files.ts';

const names = v.record(v.string(), v.string());

/** What the tests of this folder need to know of package.json. */
const PackageJson = v.object({
  engines: v.object({ node: v.string() }),
  bin: v.object({ mysqlop: v.string() }),
  scripts: names,
  dependencies: names,
  optionalDependencies: names,
  devDependencies: names,
});

export function packageJson(): v.InferOutput<typeof PackageJson> {
  return v.parse(PackageJson, JSON.parse(projectFile('package.json')));
}
