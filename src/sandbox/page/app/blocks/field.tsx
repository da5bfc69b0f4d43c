import { ChoiceField } from './choice-field.tsx';
import type { FieldProps } from './field-props.ts';
import { PeopleField } from './people-field.tsx';
import { SelectField } from './select-field.tsx';
import { TextField } from './text-field.tsx';

/** One element that takes something in. */
export function Field({ element, ...others }: FieldProps) {
  switch (element.type) {
    case 'plain_text_input':
    case 'rich_text_input':
    case 'datepicker':
      return <TextField element={element} {...others} />;
    case 'static_select':
    case 'conversations_select':
      return <SelectField element={element} {...others} />;
    case 'multi_users_select':
      return <PeopleField element={element} {...others} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <ChoiceField element={element} {...others} />;
  }
}
