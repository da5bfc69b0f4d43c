import type { Block } from './block.ts';

type ActionsElement = Extract<Block, { type: 'actions' }>['elements'][number];
type InputElement = Extract<Block, { type: 'input' }>['element'];
type Accessory = NonNullable<Extract<Block, { type: 'section' }>['accessory']>;

/** Anything a person can press, choose or fill in. */
export type InteractiveElement =
  | ActionsElement
  | InputElement
  | Exclude<Accessory, { type: 'image' }>;

/** The interactive elements of one block, in order. */
export function interactiveElements(block: Block): readonly InteractiveElement[] {
  switch (block.type) {
    case 'actions':
      return block.elements;
    case 'input':
      return [block.element];
    case 'section':
      return block.accessory === undefined || block.accessory.type === 'image'
        ? []
        : [block.accessory];
    case 'context':
    case 'divider':
    case 'header':
    case 'image':
    case 'rich_text':
      return [];
  }
}
