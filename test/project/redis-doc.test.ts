import { beforeAll, describe, expect, test } from 'vitest';
import { keys } from '../redis/with-redis.ts';
import { patternOf, rowsUnder } from './documents.ts';
import { type FoundKey, liveAndLook } from './lived-database.ts';
import { namesIn, projectFile } from './project-files.ts';

const document = projectFile('docs/redis.md');

/** They write nothing. */
const UNNAMED_STEPS = ['held-for', 'read-clock'];

const TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  hash: 'hash',
  list: 'list',
  set: 'set',
  'sorted set': 'zset',
};

/** Has a key of its own as a section, or is a row of a table. */
const KEYS = [...documentedInSections(), ...documentedInTables()];

function documentedInSections() {
  return document
    .split(/^## (?=`)/m)
    .slice(1)
    .map((section) => {
      const [, name = '', type = ''] = /^`([^`]+)`\n\n([A-Z][a-z ]+)[:.]/.exec(section) ?? [];
      const fields = rowsUnder(section, 'field').map(([field = '']) => field);
      return { name, type: TYPES[type.toLowerCase()], fields };
    });
}

function documentedInTables() {
  return rowsUnder(document, 'key').map(([name = '', type = '']) => ({
    name,
    // BullMQ's own are of many types.
    type: TYPES[type],
    fields: [],
  }));
}

/** Which of these names stands for one: the one that says most. */
function documentedAs(name: string, documented: readonly string[]): string | undefined {
  const literal = (each: string) => each.replaceAll(/<[a-z]+>/g, '').length;
  return documented
    .filter((each) => patternOf(each).test(name))
    .sort((one, other) => literal(other) - literal(one))[0];
}

let found: ReadonlyMap<string, FoundKey>;
beforeAll(async () => {
  found = await liveAndLook();
}, 60_000);

describe('docs/redis.md', () => {
  test('names every key that is found, and its type', () => {
    const names = KEYS.map(({ name }) => name);
    const wrong = [...found].filter(([key, { type }]) => {
      const name = documentedAs(key.replace(`${keys.prefix}:`, ''), names);
      const documented = KEYS.find((each) => each.name === name);
      return !documented || (documented.type ?? type) !== type;
    });
    expect(wrong).toEqual([]);
  });

  test.each(KEYS)('names what is found of $name, and nothing else', ({ name, fields }) => {
    const foundKeys = [...found].filter(([key]) => patternOf(`${keys.prefix}:${name}`).test(key));
    expect(foundKeys).not.toEqual([]);
    if (name.endsWith('<any>')) return;
    const seen = foundKeys.flatMap(([, known]) => [...known.fields]);
    const documented = seen.map((field) => documentedAs(field, fields) ?? field);
    expect([...new Set(documented)].sort()).toEqual([...fields].sort());
  });

  test('names every step that writes, and no other', () => {
    const contents = document.slice(document.indexOf('\n# What is in Redis'));
    const named = [...contents.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, name = '']) => name);
    const others = ['sign-in', ...KEYS.flatMap(({ name, fields }) => [name, ...fields])];
    const hyphenated = named.filter((name) => name.includes('-') && !others.includes(name));
    const steps = namesIn('src/redis/steps')
      .filter((file) => file.endsWith('.lua'))
      .map((file) => file.replace('.lua', ''));

    expect(hyphenated.filter((name) => !steps.includes(name))).toEqual([]);
    expect(steps.filter((step) => !named.includes(step))).toEqual(UNNAMED_STEPS);
  });
});
