import type { Problem } from './read-values.ts';

/** Tells a person all that is wrong with the environment, and how to put it right. */
export function describeProblems(problems: readonly Problem[]): string {
  const entries = problems.map(({ setting, problem, obtain, example }) =>
    [
      `  ${setting} ${problem}`,
      ...(obtain ? [`    get it: ${obtain}`] : []),
      `    example: ${setting}=${example}`,
    ].join('\n'),
  );
  return [
    'mysqlop can’t start. Please look at these settings:',
    '',
    ...entries,
    '',
    'Put them into the environment or into a file named .env (see .env.example and README.md).',
    'Just looking? "npm run demo" needs no settings at all.',
    '',
  ].join('\n');
}
