import { usePeople } from '../state/people.ts';
import type { ElementOf } from './elements.ts';
import { ariaOf, type FieldProps } from './field-props.ts';

/** A menu of options or of channels. */
export function SelectField(
  props: FieldProps<ElementOf<'static_select' | 'conversations_select'>>,
) {
  const { element, names, value, isDisabled, onChange } = props;
  return (
    <select
      {...ariaOf(names)}
      className="field"
      value={String(value)}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="" disabled>
        {element.placeholder?.text ?? 'Choose one'}
      </option>
      {element.type === 'static_select' ? (
        <StaticOptions element={element} />
      ) : (
        <ConversationOptions element={element} />
      )}
    </select>
  );
}

type Option = NonNullable<ElementOf<'static_select'>['options']>[number];

function StaticOptions({ element }: { readonly element: ElementOf<'static_select'> }) {
  return (
    <>
      <Options options={element.options ?? []} />
      {element.option_groups?.map(({ label, options }) => (
        <optgroup key={label.text} label={label.text}>
          <Options options={options} />
        </optgroup>
      ))}
    </>
  );
}

function Options({ options }: { readonly options: readonly Option[] }) {
  return options.map(({ text, value }) => (
    <option key={value} value={value}>
      {text.text}
    </option>
  ));
}

const FILTER_NAMES = { public: 'public', private: 'private', dm: 'im' } as const;

function ConversationOptions({ element }: { readonly element: ElementOf<'conversations_select'> }) {
  const { channels } = usePeople();
  const include = element.filter?.include;
  return channels
    .filter(({ kind }) => include === undefined || include.includes(FILTER_NAMES[kind]))
    .map(({ id, kind, name }) => (
      <option key={id} value={id}>
        {kind === 'dm' ? name : `#${name}`}
      </option>
    ));
}
