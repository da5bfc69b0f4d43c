import type { Answer } from '../messages/answers.ts';
import { failed } from './answer-in-time.ts';
import type { ListenerDependencies } from './listener-dependencies.ts';

type SearchingAnswer = Extract<Answer, { kind: 'searching' | 'examining' }>;

/** What is found of what is being looked for or at; undefined where nothing is. */
export function searchOf(
  answer: Answer,
  dependencies: Pick<ListenerDependencies, 'trouble' | 'log'>,
): Promise<Answer> | undefined {
  if (answer.kind === 'searching' || answer.kind === 'examining')
    return searchResult(answer, dependencies);
  if (answer.kind !== 'several') return undefined;
  const searches = answer.answers.filter((each) => each.kind === 'searching');
  if (searches.length === 0) return undefined;
  return Promise.all(searches.map((each) => searchResult(each, dependencies))).then((answers) => ({
    kind: 'several',
    answers,
  }));
}

async function searchResult(
  answer: SearchingAnswer,
  dependencies: Pick<ListenerDependencies, 'trouble' | 'log'>,
) {
  try {
    return await answer.found;
  } catch (error) {
    return failed(error, { event: 'command.search_failed' }, dependencies);
  }
}
