import { type ParsedOperation, parseOperations } from '../azure/parse-operations.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { WatchId } from '../watch/names.ts';
import type { Caller } from './asker.ts';
import type { Reach } from './find-operation.ts';
import { isName, NOT_AMONG_READABLE, NOT_WATCHED, type Refusal, unknownName } from './refusals.ts';
import { ofEach, type Several } from './several.ts';
import { type Choice, watchesHere, watchNamed } from './watches-here.ts';

interface NamedDependencies {
  readonly watches: WatchStore;
  readonly reach: Reach;
}

/**
 * Does something with each watch in the asker's channel that is named.
 *
 * @param operation what names them; a label or a server's name, too. Empty: what there is to choose from is listed
 */
export async function ofNamed<Answer>(
  asker: Caller,
  operation: string,
  verb: Choice['verb'],
  { watches, reach }: NamedDependencies,
  act: (watchId: WatchId) => Promise<Answer>,
): Promise<Answer | Refusal | Choice | Several<Answer | Refusal>> {
  const parsed = parseOperations(operation, reach);
  const [first] = parsed;
  if (first.kind === 'refused' && isName(first)) {
    const { here, areAllRead } = await watchesHere(watches, asker.channel);
    const refusal = areAllRead ? unknownName(first) : NOT_AMONG_READABLE;
    const named = watchNamed(operation, here, verb, refusal);
    if ('kind' in named) return named;
    return await act(named.record.id);
  }
  return await ofEach(parsed, async (each) => {
    const watchId = await watchIdOf(asker, each, watches);
    if (typeof watchId === 'object') return watchId;
    return watchId === undefined ? NOT_WATCHED : await act(watchId);
  });
}

/** A bare id is looked for among this channel's watches: Azure need not be asked. */
async function watchIdOf(
  { channel }: Caller,
  parsed: ParsedOperation,
  watches: WatchStore,
): Promise<WatchId | Refusal | undefined> {
  if (parsed.kind === 'refused') return parsed;
  if (parsed.kind === 'reference') {
    return (await watches.newest(parsed.reference)).stored?.record.id;
  }
  const { here, areAllRead } = await watchesHere(watches, channel);
  const found = here.find(({ record }) => record.reference.operationId === parsed.operationId);
  return found?.record.id ?? (areAllRead ? undefined : NOT_AMONG_READABLE);
}
