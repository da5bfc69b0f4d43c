import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../with-redis.ts';
import { STEPS } from './all-steps.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(async () => {
  await server.stop();
});

const STEPS_FOLDER = join(import.meta.dirname, '../../../src/redis/steps');

const NEWEST = [6, 0, 0] as const;

/** Those that change nothing. */
const READS = new Set([
  'EXISTS',
  'GET',
  'HEXISTS',
  'HGET',
  'HLEN',
  'HMGET',
  'LINDEX',
  'LLEN',
  'PTTL',
  'SCARD',
  'SISMEMBER',
  'TIME',
  'TYPE',
  'ZCARD',
  'ZCOUNT',
  'ZRANGE',
  'ZRANGEBYSCORE',
  'ZRANK',
  'ZREVRANGEBYSCORE',
  'ZSCORE',
]);

function called(lua: string, how: 'read' | 'write'): readonly string[] {
  const names = how === 'read' ? '(?:redis\\.p?call|call|sound)' : 'write';
  const calls = lua.matchAll(new RegExp(`\\b${names}\\('?(\\w+)`, 'g'));
  return [...calls].map(([, name = '']) => name).filter((name) => /^[A-Z]+$/.test(name));
}

function isNewer(version: string): boolean {
  const parts = version.split('.').map(Number);
  const at = NEWEST.findIndex((part, index) => part !== parts[index]);
  return at >= 0 && (parts[at] ?? 0) > (NEWEST[at] ?? 0);
}

/** The tokens of a command that came later than the command, as COMMAND DOCS tells: a list of names and values. */
function newerTokens(docs: unknown, since = '1.0.0'): readonly string[] {
  if (!Array.isArray(docs)) return [];
  const own = docs.indexOf('since');
  const at = own >= 0 ? String(docs[own + 1]) : since;
  const token = docs.indexOf('token');
  const tokens = token >= 0 && isNewer(at) ? [String(docs[token + 1])] : [];
  return [...tokens, ...docs.flatMap((each) => newerTokens(each, at))];
}

/** Without the lines that make `keys` and `args`. */
function bodyOf(lua: string): string {
  return lua.slice(lua.indexOf('\n-- '));
}

/** The names behind `args.` or `keys.` in a script. */
function usedOf(of: 'args' | 'keys', lua: string): readonly string[] {
  const used = lua.matchAll(new RegExp(`\\b${of}\\.(\\w+)`, 'g'));
  return [...new Set([...used].map(([, name = '']) => name))].sort();
}

test.each(STEPS)(
  '$stepName finds in Lua what TypeScript gives it, and writes at its end',
  (step) => {
    const { lua } = step;
    expect(usedOf('args', bodyOf(lua))).toEqual([...step.names.args].sort());
    // The clock has no key; the one that it is given tells a cluster which node is asked.
    const keys = step.stepName === 'read-clock' ? [] : step.names.keys;
    expect(usedOf('keys', bodyOf(lua))).toEqual([...keys].sort());
    for (const name of [...step.names.keys, ...step.names.args]) {
      expect(lua).toMatch(new RegExp(`^--.*\\b${name}\\b`, 'm'));
    }
    expect(lua).toMatch(/^-- keys: .*^-- args: .*^-- answers: /ms);
    expect(called(lua, 'read').filter((name) => !READS.has(name))).toEqual([]);
    // What was noted is carried out, whatever way the script ends.
    const own = readFileSync(join(STEPS_FOLDER, `${step.stepName}.lua`), 'utf8');
    const afterWrite = own.slice(own.search(/^(?: {2})*write\(/m) >>> 0);
    const ends = [...afterWrite.matchAll(/^(?:return|if .* then return) (?!apply\()/gm)];
    expect(ends.map(([line]) => line)).toEqual([]);
  },
);

test('no step uses what Redis 6.0 lacks', async () => {
  const lua = STEPS.map((step) => step.lua).join('\n');
  const names = new Set([...called(lua, 'read'), ...called(lua, 'write')]);
  for (const name of names) {
    const answer = await server.redis.call('COMMAND', 'DOCS', name);
    const docs: unknown = Array.isArray(answer) ? answer[1] : undefined;
    if (!Array.isArray(docs)) throw new Error(`Redis does not know ${name}`);
    expect(isNewer(String(docs[docs.indexOf('since') + 1])), name).toBe(false);
    for (const token of newerTokens(docs)) {
      expect(lua).not.toMatch(new RegExp(`'${name}'[^\n]*'${token}'`));
    }
  }
});
