import { createContext, use } from 'react';
import type { FieldValue } from '../blocks/elements.ts';

/** The form that input blocks are filled in on. */
export interface Form {
  readonly values: Readonly<Record<string, FieldValue>>;
  /** What is wrong, by block id. */
  readonly problems: Readonly<Record<string, string>>;
  readonly isBusy: boolean;
  readonly set: (actionId: string, value: FieldValue) => void;
}

export const FormContext = createContext<Form>({
  values: {},
  problems: {},
  isBusy: false,
  set: () => undefined,
});

export function useForm(): Form {
  return use(FormContext);
}
