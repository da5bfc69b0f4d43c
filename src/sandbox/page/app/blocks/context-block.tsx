import type { BlockOf } from './elements.ts';
import { Image } from './image.tsx';
import { Text } from './text.tsx';

export function ContextBlock({ block }: { readonly block: BlockOf<'context'> }) {
  return (
    <div className="block-context">
      {block.elements.map((element, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no ids and keep their places
        <div key={index}>
          {element.type === 'image' ? <Image image={element} /> : <Text text={element} />}
        </div>
      ))}
    </div>
  );
}
