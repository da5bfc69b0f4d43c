import { useId } from 'react';

interface SegmentsProps<Value extends string | number> {
  readonly legend: string;
  readonly options: readonly (readonly [Value, string])[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

/** A few choices in a row, of which one holds. */
export function Segments<Value extends string | number>(props: SegmentsProps<Value>) {
  const group = useId();
  return (
    <fieldset className="segments">
      <legend>{props.legend}</legend>
      <div>
        {props.options.map(([value, label]) => (
          <label key={label}>
            <input
              type="radio"
              name={group}
              checked={value === props.value}
              onChange={() => props.onChoose(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
