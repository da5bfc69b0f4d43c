import { type HomeDependencies, type Overview, takeOverview } from './home.ts';

/** Who opens a Home tab while others do is shown what they are. */
const FRESH_FOR_MS = 2000;

/** The overview of all Home tabs, taken once for all who ask at the same time. */
export function createSharedOverview(dependencies: HomeDependencies): () => Promise<Overview> {
  let last: { readonly overview: Promise<Overview>; readonly at: number } | undefined;
  return async () => {
    const at = dependencies.now();
    if (!last || Math.abs(at - last.at) > FRESH_FOR_MS) {
      last = { overview: takeOverview(dependencies), at };
    }
    const { overview } = last;
    return await overview.catch((error: unknown) => {
      if (last?.overview === overview) last = undefined;
      throw error;
    });
  };
}
