import type { SimulatedMessage } from '../../../../src/sandbox/slack/state/message.ts';
import type { PlannedOperation } from '../plan/planned-operation.ts';
import type { KeptPage, Observation } from './observation.ts';
import { postOf } from './post-of.ts';

/** One operation on a page, as it is shown. */
export interface ShownLine {
  readonly operation: PlannedOperation;
  readonly text: string;
}

/** A message that names many operations. */
export interface SeenPage {
  readonly message: SimulatedMessage;
  /** `storm/failures/12` */
  readonly name: string;
  readonly storm: 'failures' | 'conditions';
  /** When it was begun, in milliseconds since the epoch: pages are named by that. */
  readonly begunAt: number;
  readonly lines: readonly ShownLine[];
  /** What Redis keeps of it. */
  readonly kept: KeptPage | undefined;
}

/** Every page that was ever posted, as it stands in the end. */
export function pagesIn({
  messages,
  plan,
  keys,
}: Pick<Observation, 'messages' | 'plan' | 'keys'>): readonly SeenPage[] {
  const operations = new Map(plan.operations.map((each) => [each.operationId, each]));
  const kept = new Map(keys.flatMap(({ page }) => (page ? [[page.name, page] as const] : [])));
  return messages.flatMap((message) => {
    const { id: name = '', what } = postOf(message) ?? {};
    const [, storm, begunAt] = name.split('/');
    if (what !== 'storm' || (storm !== 'failures' && storm !== 'conditions')) return [];
    const lines = linesIn(message, operations);
    return [{ message, name, storm, begunAt: Number(begunAt), lines, kept: kept.get(name) }];
  });
}

/** The lines of a page, or of a version of it. */
export function linesIn(
  { blocks }: Pick<SimulatedMessage, 'blocks'>,
  operations: ReadonlyMap<string, PlannedOperation>,
): readonly ShownLine[] {
  return blocks
    .flatMap((block) => (block.type === 'section' ? (block.text?.text ?? '').split('\n') : []))
    .flatMap((text) => {
      const guids = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
      const operation = guids.map((guid) => operations.get(guid)).find(Boolean);
      return operation ? [{ operation, text }] : [];
    });
}

/** How many operations a page says that it names. */
export function countIn({ blocks }: Pick<SimulatedMessage, 'blocks'>): number | undefined {
  const [title] = blocks.flatMap((block) => (block.type === 'header' ? [block.text.text] : []));
  const [, count] = /(\d+) (?:more )?operations?\b/.exec(title ?? '') ?? [];
  return count === undefined ? undefined : Number(count);
}
