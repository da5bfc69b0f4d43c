import type { ChangeEvent } from 'react';
import type { ElementOf } from './elements.ts';
import { ariaOf, type FieldProps } from './field-props.ts';

/** One line, several lines, or a date. */
export function TextField(
  props: FieldProps<ElementOf<'plain_text_input' | 'rich_text_input' | 'datepicker'>>,
) {
  const { element, names, value, isDisabled, onChange } = props;
  const shared = {
    ...ariaOf(names),
    className: 'field',
    value: String(value),
    disabled: isDisabled,
    placeholder: element.placeholder?.text,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(event.target.value),
  };
  if (element.type === 'datepicker') return <input type="date" {...shared} />;
  if (element.type === 'rich_text_input')
    return <textarea rows={element.min_lines ?? 4} {...shared} />;
  const limits = { maxLength: element.max_length ?? 3000 };
  if (element.multiline) return <textarea rows={4} {...limits} {...shared} />;
  return <input type="text" autoComplete="off" {...limits} {...shared} />;
}
