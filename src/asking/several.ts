/** Several operations were named: an answer for each, in their order. */
export interface Several<Answer> {
  readonly kind: 'several';
  readonly answers: readonly Answer[];
}

/** What is asked of one operation, asked of each at once. */
export async function ofEach<Item, Answer>(
  [first, ...more]: readonly [Item, ...Item[]],
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer | Several<Answer>> {
  if (more.length === 0) return await ask(first);
  return { kind: 'several', answers: await Promise.all([first, ...more].map(ask)) };
}
