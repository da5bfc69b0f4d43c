import type { Problem } from './read-values.ts';

/** Tells a person all that is wrong with the bot's environment, and how to put it right. */
export function describeProblems(problems: readonly Problem[]): string {
  return [
    'mysqlop can’t start. Please look at these settings:',
    '',
    ...entriesOf(problems),
    '',
    'Put them into the environment or into a file named .env (see .env.example and README.md).',
    'Just looking? "npm run demo" needs no settings at all.',
    '',
  ].join('\n');
}

/** The same at a shell, where all may be left out and no file is read. */
export function describeShellProblems(problems: readonly Problem[]): string {
  return [
    'These settings in the environment are wrong. Please mend them, or leave them out:',
    '',
    ...entriesOf(problems),
  ].join('\n');
}

function entriesOf(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ setting, problem, obtain, example }) =>
    [
      `  ${setting} ${problem}`,
      ...(obtain ? [`    get it: ${obtain}`] : []),
      `    example: ${setting}=${example}`,
    ].join('\n'),
  );
}
