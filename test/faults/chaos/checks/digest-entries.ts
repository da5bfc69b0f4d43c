import type { SimulatedMessage } from '../../../../src/sandbox/slack/state/message.ts';
import type { PlannedOperation } from '../plan/planned-operation.ts';
import type { KeptDigest, Observation } from './observation.ts';
import { postOf } from './post-of.ts';

/** One operation on a digest, as it is shown. */
export interface ShownLine {
  readonly operation: PlannedOperation;
  readonly text: string;
}

/** A message that names many operations. */
export interface SeenDigest {
  readonly message: SimulatedMessage;
  /** `digest/failures/12` */
  readonly name: string;
  readonly burst: 'failures' | 'conditions';
  /** When it was begun, in milliseconds since the epoch: digests are named by that. */
  readonly begunAt: number;
  readonly lines: readonly ShownLine[];
  /** What Redis keeps of it. */
  readonly kept: KeptDigest | undefined;
}

/** Every digest that was ever posted, as it stands in the end. */
export function digestsIn({
  messages,
  plan,
  keys,
}: Pick<Observation, 'messages' | 'plan' | 'keys'>): readonly SeenDigest[] {
  const operations = new Map(plan.operations.map((each) => [each.operationId, each]));
  const kept = new Map(
    keys.flatMap(({ digest }) => (digest ? [[digest.name, digest] as const] : [])),
  );
  return messages.flatMap((message) => {
    const { id: name = '', what } = postOf(message) ?? {};
    const [, burst, begunAt] = name.split('/');
    if (what !== 'digest' || (burst !== 'failures' && burst !== 'conditions')) return [];
    const lines = linesIn(message, operations);
    return [{ message, name, burst, begunAt: Number(begunAt), lines, kept: kept.get(name) }];
  });
}

/** The lines of a digest, or of a version of it. Their ids stand below them all, in their order; or in a line. */
export function linesIn(
  { blocks }: Pick<SimulatedMessage, 'blocks'>,
  operations: ReadonlyMap<string, PlannedOperation>,
): readonly ShownLine[] {
  const named = (text: string) =>
    (text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []).flatMap(
      (guid) => operations.get(guid) ?? [],
    );
  const below = blocks.flatMap((block) =>
    block.type === 'context'
      ? block.elements.flatMap((element) => ('text' in element ? named(element.text) : []))
      : [],
  );
  return blocks
    .flatMap((block) => (block.type === 'section' ? (block.text?.text ?? '').split('\n') : []))
    .filter((text) => text !== '' && !text.endsWith('Please look.'))
    .flatMap((text) => {
      const operation = named(text)[0] ?? below.shift();
      return operation ? [{ operation, text }] : [];
    });
}

/** How many operations a digest says that it names. */
export function countIn({ blocks }: Pick<SimulatedMessage, 'blocks'>): number | undefined {
  const [title] = blocks.flatMap((block) => (block.type === 'header' ? [block.text.text] : []));
  const [, count] = /(\d+) (?:more )?operations?\b/.exec(title ?? '') ?? [];
  return count === undefined ? undefined : Number(count);
}
