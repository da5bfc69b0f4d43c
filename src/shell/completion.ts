import { COMMAND_NAMES, MINDED, takesValue } from './parse-arguments.ts';

const SHELLS = ['bash', 'zsh', 'fish'];
const FIRST = [...COMMAND_NAMES, '--help', '--version'].join(' ');

/** What may follow each command. */
const FOLLOWING = COMMAND_NAMES.map((command) => ({
  command,
  words: command === 'completion' ? SHELLS : MINDED[command].map((option) => `--${option}`),
}));

const CASES = FOLLOWING.map(
  ({ command, words }) => `    *:${command}) words="${words.join(' ')}" ;;`,
);

const BASH = `_mysqlop() {
  local words=
  case $COMP_CWORD:\${COMP_WORDS[1]} in
    1:*) words="${FIRST}" ;;
${CASES.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _mysqlop mysqlop
`;

// As a file of $fpath it is the function itself; sourced, it only makes it known.
const ZSH = `#compdef mysqlop
_mysqlop() {
  local typed=$words[2] following=
  case $((CURRENT - 1)):$typed in
    1:*) following="${FIRST}" ;;
${CASES.join('\n').replaceAll('words=', 'following=')}
  esac
  compadd -- \${=following}
}
if [[ $funcstack[1] == _mysqlop ]]; then _mysqlop "$@"; else compdef _mysqlop mysqlop; fi
`;

const FISH = [
  'complete -c mysqlop -f',
  `complete -c mysqlop -n __fish_use_subcommand -a "${COMMAND_NAMES.join(' ')}"`,
  ...['help', 'version'].map((name) => `complete -c mysqlop -n __fish_use_subcommand -l ${name}`),
  ...COMMAND_NAMES.flatMap((command) =>
    MINDED[command].map(
      (option) =>
        `complete -c mysqlop -n "__fish_seen_subcommand_from ${command}" -l ${option}${takesValue(option) ? ' -x' : ''}`,
    ),
  ),
  `complete -c mysqlop -n "__fish_seen_subcommand_from completion" -a "${SHELLS.join(' ')}"`,
  '',
].join('\n');

const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['bash', BASH],
  ['zsh', ZSH],
  ['fish', FISH],
]);

/** What a shell reads to complete our words; undefined for a shell that we do not know. */
export function completionFor(shell: string): string | undefined {
  return SCRIPTS.get(shell);
}
