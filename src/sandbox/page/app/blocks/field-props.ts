import type { FieldElement, FieldValue } from './elements.ts';

/** How a field is called and described to a screen reader. */
export interface FieldNames {
  /** Where nothing visible names it. */
  readonly label?: string;
  readonly labelledBy?: string;
  readonly describedBy?: string | undefined;
  readonly isInvalid?: boolean;
  readonly isRequired?: boolean;
}

export interface FieldProps<Element extends FieldElement = FieldElement> {
  readonly element: Element;
  readonly names: FieldNames;
  readonly value: FieldValue;
  readonly isDisabled?: boolean;
  readonly onChange: (value: FieldValue) => void;
}

/** The attributes that tell a screen reader what `names` say. */
export function ariaOf(names: FieldNames) {
  return {
    'aria-label': names.label,
    'aria-labelledby': names.labelledBy,
    'aria-describedby': names.describedBy,
    'aria-invalid': names.isInvalid ?? false,
    'aria-required': names.isRequired ?? false,
  };
}
