import { useState } from 'react';
import { type FieldElement, type FieldValue, initialValue } from './elements.ts';
import { Field } from './field.tsx';
import { usePress } from './pressing.ts';
import { useConfirmed } from './use-confirmed.tsx';

interface PressedFieldProps {
  readonly element: FieldElement;
  readonly label: string;
}

/** A field outside an input block: the bot is told of every choice at once. */
export function PressedField({ element, label }: PressedFieldProps) {
  const press = usePress();
  const [value, setValue] = useState<FieldValue>(() => initialValue(element));
  const confirmation = 'confirm' in element ? element.confirm : undefined;
  const { isBusy, run, dialog } = useConfirmed(confirmation);
  return (
    <>
      <Field
        element={element}
        names={{ label }}
        value={value}
        isDisabled={isBusy}
        onChange={(next) =>
          run(async () => {
            setValue(next);
            await press(element.action_id ?? '', next);
          })
        }
      />
      {dialog}
    </>
  );
}
