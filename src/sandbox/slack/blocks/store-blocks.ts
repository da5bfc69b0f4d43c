import type { Block, StoredBlock } from './block.ts';

/**
 * Gives an id to each block and to each interactive element that has none, as Slack does when it
 * takes blocks in.
 */
export function storeBlocks(
  blocks: readonly Block[],
  nextId: () => string,
): readonly StoredBlock[] {
  return blocks.map((block) => ({
    ...withActionIds(block, nextId),
    block_id: block.block_id ?? nextId(),
  }));
}

function withActionIds(block: Block, nextId: () => string): Block {
  switch (block.type) {
    case 'actions':
      return { ...block, elements: block.elements.map((element) => identified(element, nextId)) };
    case 'input':
      return { ...block, element: identified(block.element, nextId) };
    case 'section':
      return block.accessory === undefined || block.accessory.type === 'image'
        ? block
        : { ...block, accessory: identified(block.accessory, nextId) };
    case 'context':
    case 'divider':
    case 'header':
    case 'image':
    case 'rich_text':
      return block;
  }
}

function identified<Element extends { action_id?: string }>(
  element: Element,
  nextId: () => string,
): Element {
  return { ...element, action_id: element.action_id ?? nextId() };
}
