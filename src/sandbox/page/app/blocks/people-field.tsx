import { usePeople } from '../state/people.ts';
import { ChoiceField } from './choice-field.tsx';
import type { ElementOf } from './elements.ts';
import type { FieldProps } from './field-props.ts';

/** People, of whom several may be chosen: with boxes, since a list that wants Ctrl pressed is a riddle. */
export function PeopleField({ element, ...others }: FieldProps<ElementOf<'multi_users_select'>>) {
  const { users } = usePeople();
  const options = users
    .filter(({ isBot }) => !isBot)
    .map(({ id, name }) => ({ text: { type: 'plain_text', text: name } as const, value: id }));
  const { action_id: actionId = '' } = element;
  return <ChoiceField element={{ type: 'checkboxes', action_id: actionId, options }} {...others} />;
}
