import { Element } from './element.tsx';
import type { BlockOf } from './elements.ts';
import { Image } from './image.tsx';
import { Text } from './text.tsx';

export function SectionBlock({ block }: { readonly block: BlockOf<'section'> }) {
  const { text, fields, accessory } = block;
  return (
    <div className="block-section">
      <div className="section-text">
        {text && <Text text={text} />}
        {fields && (
          <div className="fields">
            {fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no ids and keep their places
              <div key={index}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory &&
        (accessory.type === 'image' ? (
          <Image image={accessory} />
        ) : (
          <Element element={accessory} label={text?.text ?? 'Choose'} />
        ))}
    </div>
  );
}
