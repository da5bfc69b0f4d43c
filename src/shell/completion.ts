import { COMMAND_NAMES, OPTION_NAMES } from './parse-arguments.ts';

const WORDS = [...COMMAND_NAMES, ...OPTION_NAMES.map((name) => `--${name}`)];

const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['bash', `complete -W "${WORDS.join(' ')}" mysqlop\n`],
  [
    'zsh',
    `#compdef mysqlop\ncompdef "compadd ${WORDS.map((word) => `-- ${word}`).join('; compadd ')}" mysqlop\n`,
  ],
  [
    'fish',
    `${[
      `complete -c mysqlop -f -n __fish_use_subcommand -a "${COMMAND_NAMES.join(' ')}"`,
      ...OPTION_NAMES.map((name) => `complete -c mysqlop -l ${name}`),
    ].join('\n')}\n`,
  ],
]);

/** What a shell reads to complete our words; undefined for a shell that we do not know. */
export function completionFor(shell: string): string | undefined {
  return SCRIPTS.get(shell);
}
