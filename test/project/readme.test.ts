import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { COMMAND, USAGE } from '../../src/slack/commands/command.ts';
import { packageJson } from './package-json.ts';
import { projectFile } from './project-files.ts';
import { settingsTable } from './settings-table.ts';

/** Read by @azure/identity, not by us: learn.microsoft.com/javascript/api/overview/azure/identity-readme */
const AZURE_IDENTITY = ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_CLIENT_SECRET'];
/** Read by Node itself, before any file: nodejs.org/api/cli.html */
const OF_NODE = ['NODE_EXTRA_CA_CERTS'];
const OF_NPM = ['ci'];

const readme = projectFile('README.md');

/** What the first group of a pattern matches in README.md, each once. */
function named(pattern: RegExp): readonly string[] {
  return [...new Set([...readme.matchAll(pattern)].map(([, name = '']) => name))];
}

describe('README.md', () => {
  test('holds the table of settings as the settings make it', () => {
    const table = /^\| setting \|.*\n(?:\|.*\n)+/m.exec(readme)?.[0].trimEnd();
    const expected = settingsTable();

    expect(table, `The table should read:\n\n${expected}\n`).toBe(expected);
  });

  test('names no setting that does not exist', () => {
    const known = [...Object.keys(settings), ...AZURE_IDENTITY, ...OF_NODE];
    const names = named(/\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g);
    const assigned = named(/\b([A-Z]{3,})=/g);

    expect(names).toContain('SLACK_BOT_TOKEN');
    expect([...names, ...assigned].filter((name) => !known.includes(name))).toEqual([]);
  });

  test('names no npm command that does not exist', () => {
    const known = [...Object.keys(packageJson().scripts), ...OF_NPM];
    const commands = named(/\bnpm (?:run )?([a-z][\w:-]*)/g);

    expect(commands).toEqual(expect.arrayContaining(['ci', 'demo', 'test', 'check', 'start']));
    expect(commands.filter((command) => !known.includes(command))).toEqual([]);
  });

  test('lists every command as the bot understands it', () => {
    const listed = named(/^\| `(\/mysqlop [^`]+)` \|/gm).map((usage) =>
      usage.replaceAll('\\|', '|'),
    );

    expect(listed).toEqual(Object.values(USAGE).map((usage) => `${COMMAND} ${usage}`));
  });

  test('explains every scope that the app asks for, and no other', () => {
    const scopes = /^\| scope \|.*\n(?:\|.*\n)+/m.exec(readme)?.[0] ?? '';
    const explained = [...scopes.matchAll(/`([\w:.]+)`(?=[^|]*\|[^|]*\|$)/gm)].map(
      ([, name]) => name,
    );
    const [scopesAsked = ''] = projectFile('manifest.yml').split(/^settings:/m);
    const asked = [...scopesAsked.matchAll(/^ {6}- ([\w:.]+)$/gm)].map(([, name]) => name);

    expect(asked.length).toBeGreaterThan(0);
    expect(explained).toEqual(asked);
  });

  test('links to nothing in the project that is not there', () => {
    const headings = named(/^#+ (.+)$/gm).map((heading) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    const links = named(/\]\(([^)]+)\)/g).filter((link) => !link.startsWith('http'));

    const dead = links.filter((link) =>
      link.startsWith('#')
        ? !headings.includes(link.slice(1))
        : !existsSync(new URL(`../../${link}`, import.meta.url)),
    );
    expect(dead).toEqual([]);
  });
});
