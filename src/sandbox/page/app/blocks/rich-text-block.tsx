import type { BlockOf } from './elements.ts';
import { type RichElement, RichRun } from './rich-run.tsx';

type RichPart = BlockOf<'rich_text'>['elements'][number];

/** Rich text; elements of kinds it does not know show their text, if they have one. */
export function RichTextBlock({ block }: { readonly block: BlockOf<'rich_text'> }) {
  return block.elements.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they have no ids and keep their places
    <RichPartView key={index} part={part} />
  ));
}

function RichPartView({ part }: { readonly part: RichPart }) {
  const runs = <Runs elements={part.elements} />;
  switch (part.type) {
    case 'rich_text_section':
      return <div className="lines">{runs}</div>;
    case 'rich_text_preformatted':
      return <pre>{runs}</pre>;
    case 'rich_text_quote':
      return <blockquote>{runs}</blockquote>;
    case 'rich_text_list': {
      const List = part['style'] === 'ordered' ? 'ol' : 'ul';
      return (
        <List className="rich-list">
          {part.elements.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no ids and keep their places
            <li key={index}>
              <Runs elements={nestedElements(item)} />
            </li>
          ))}
        </List>
      );
    }
  }
}

function Runs({ elements }: { readonly elements: readonly RichElement[] }) {
  return elements.map((element, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they have no ids and keep their places
    <RichRun key={index} element={element} />
  ));
}

function nestedElements(item: RichElement): readonly RichElement[] {
  const { elements } = item;
  return Array.isArray(elements) ? elements.filter(isRichElement) : [];
}

function isRichElement(candidate: unknown): candidate is RichElement {
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    'type' in candidate &&
    typeof candidate.type === 'string'
  );
}
