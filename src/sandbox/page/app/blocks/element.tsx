import type { InteractiveElement } from '../../../slack/blocks/interactive-elements.ts';
import { ButtonElement } from './button-element.tsx';
import { OverflowElement } from './overflow-element.tsx';
import { PressedField } from './pressed-field.tsx';

interface ElementProps {
  readonly element: InteractiveElement;
  /** What a screen reader calls it where it has no label of its own. */
  readonly label: string;
}

/** Anything interactive outside an input block. */
export function Element({ element, label }: ElementProps) {
  switch (element.type) {
    case 'button':
      return <ButtonElement element={element} />;
    case 'overflow':
      return <OverflowElement element={element} />;
    default:
      return <PressedField element={element} label={label} />;
  }
}
