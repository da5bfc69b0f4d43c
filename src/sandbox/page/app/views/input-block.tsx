import { useId } from 'react';
import { type BlockOf, initialValue } from '../blocks/elements.ts';
import { Field } from '../blocks/field.tsx';
import { useForm } from './form.ts';

/** A field of a form with its label, hint and problem. */
export function InputBlock({ block }: { readonly block: BlockOf<'input'> }) {
  const id = useId();
  const form = useForm();
  const { element, label, hint, optional = false } = block;
  const actionId = element.action_id ?? '';
  const problem = form.problems[block.block_id];
  const describedBy = [
    ...(problem === undefined ? [] : [`${id}-problem`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
  ];
  return (
    <div className="block-input" data-block={block.block_id}>
      <div id={`${id}-label`} className="input-label">
        {label.text}
        {optional && <span className="muted"> (optional)</span>}
      </div>
      <Field
        element={element}
        names={{
          labelledBy: `${id}-label`,
          describedBy: describedBy.join(' ') || undefined,
          isInvalid: problem !== undefined,
          isRequired: !optional,
        }}
        value={form.values[actionId] ?? initialValue(element)}
        isDisabled={form.isBusy}
        onChange={(value) => form.set(actionId, value)}
      />
      {problem !== undefined && (
        <p id={`${id}-problem`} className="problem">
          {problem}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint.text}
        </p>
      )}
    </div>
  );
}
