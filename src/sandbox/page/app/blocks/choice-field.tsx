import { useId } from 'react';
import type { ElementOf } from './elements.ts';
import { ariaOf, type FieldProps } from './field-props.ts';
import { Text } from './text.tsx';

/** Radio buttons or checkboxes. */
export function ChoiceField(props: FieldProps<ElementOf<'radio_buttons' | 'checkboxes'>>) {
  const { element, names, value, isDisabled, onChange } = props;
  const group = useId();
  const isMany = element.type === 'checkboxes';
  const chosen: readonly string[] = typeof value === 'string' ? [value] : value;
  const choose = (option: string, isOn: boolean) => {
    if (!isMany) return onChange(option);
    const others = chosen.filter((each) => each !== option);
    return onChange(isOn ? [...others, option] : others);
  };
  const { 'aria-invalid': isInvalid, 'aria-required': isRequired, ...named } = ariaOf(names);
  const radioOnly = isMany ? {} : { 'aria-invalid': isInvalid, 'aria-required': isRequired };
  return (
    <div className="choices" role={isMany ? 'group' : 'radiogroup'} {...named} {...radioOnly}>
      {element.options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={group}
            checked={chosen.includes(option.value)}
            disabled={isDisabled}
            onChange={(event) => choose(option.value, event.target.checked)}
          />
          <span>
            <Text text={option.text} />
            {option.description && (
              <span className="muted">
                <Text text={option.description} />
              </span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
