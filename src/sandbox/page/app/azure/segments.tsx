import { useId, useState } from 'react';

interface SegmentsProps<Value extends string | number> {
  readonly legend: string;
  readonly options: readonly (readonly [Value, string])[];
  readonly value: Value;
  readonly onChoose: (value: Value) => Promise<unknown>;
}

/** A few choices in a row, of which one holds. */
export function Segments<Value extends string | number>(props: SegmentsProps<Value>) {
  const group = useId();
  // What was chosen stands until the server has said what holds.
  const [chosen, setChosen] = useState<Value>();
  const choose = (value: Value) => {
    setChosen(value);
    void props.onChoose(value).finally(() => setChosen(undefined));
  };
  return (
    <fieldset className="segments">
      <legend>{props.legend}</legend>
      <div>
        {props.options.map(([value, label]) => (
          <label key={label}>
            <input
              type="radio"
              name={group}
              checked={value === (chosen ?? props.value)}
              onChange={() => choose(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
