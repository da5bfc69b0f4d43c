import type { StoredBlock } from '../../../slack/blocks/block.ts';
import { InputBlock } from '../views/input-block.tsx';
import { ContextBlock } from './context-block.tsx';
import { Element } from './element.tsx';
import { Image } from './image.tsx';
import { RichTextBlock } from './rich-text-block.tsx';
import { SectionBlock } from './section-block.tsx';

/** The blocks of a message or a view. */
export function Blocks({ blocks }: { readonly blocks: readonly StoredBlock[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        // An edit brings new block ids where the app gave none: a place keeps what is open open.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Block key={`${index} ${block.type}`} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { readonly block: StoredBlock }) {
  switch (block.type) {
    case 'header':
      return <h3 className="block-header">{block.text.text}</h3>;
    case 'section':
      return <SectionBlock block={block} />;
    case 'context':
      return <ContextBlock block={block} />;
    case 'actions':
      return (
        <div className="block-actions">
          {block.elements.map((element) => (
            <Element key={element.action_id} element={element} label="Choose" />
          ))}
        </div>
      );
    case 'divider':
      return <hr />;
    case 'image':
      return (
        <figure>
          {block.title && <figcaption>{block.title.text}</figcaption>}
          <Image image={block} />
        </figure>
      );
    case 'rich_text':
      return <RichTextBlock block={block} />;
    case 'input':
      return <InputBlock block={block} />;
  }
}
