import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { interactiveElements } from '../../../slack/blocks/interactive-elements.ts';
import type { PageView } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { FieldValue } from '../blocks/elements.ts';
import { PressContext } from '../blocks/pressing.ts';
import { Dialog } from '../shell/dialog.tsx';
import { askServer } from '../state/ask-server.ts';
import { checkForm } from './check-form.ts';
import { FormContext } from './form.ts';

/** A form of the app. */
export function Modal({ view }: { readonly view: PageView }) {
  const titleId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Readonly<Record<string, FieldValue>>>({});
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const { title, submit, close, blocks } = view.definition;
  const problems = useMemo(() => ({ ...view.errors, ...own }), [view.errors, own]);

  // To the first field that something is wrong with, once it can take the focus.
  useEffect(() => {
    if (isBusy || Object.keys(problems).length === 0) return;
    const wrong = form.current?.querySelector('.block-input:has(.problem)');
    wrong?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }, [problems, isBusy]);

  const ask = async (request: Parameters<typeof askServer>[0]) => {
    setBusy(true);
    setProblem((await askServer(request)).problem);
    setBusy(false);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = checkForm(blocks, values);
    setOwn(wrong);
    if (Object.keys(wrong).length > 0) return;
    const known = new Set(blocks.flatMap(interactiveElements).map((each) => each.action_id));
    const filledIn = Object.entries(values).filter(([actionId]) => known.has(actionId));
    void ask({ do: 'submit', viewId: view.id, values: Object.fromEntries(filledIn) });
  };
  const onClose = () => void ask({ do: 'close-view', viewId: view.id });
  const set = (actionId: string, value: FieldValue) =>
    setValues((before) => ({ ...before, [actionId]: value }));
  const press = async (actionId: string, value?: FieldValue) => {
    if (value !== undefined) set(actionId, value);
    const chosen = value === undefined ? {} : { value };
    const request = { do: 'press-in-view', viewId: view.id, actionId, ...chosen } as const;
    setProblem((await askServer(request)).problem);
  };

  return (
    <Dialog labelledBy={titleId} className="modal" onCancel={onClose}>
      <form ref={form} noValidate onSubmit={onSubmit} aria-labelledby={titleId}>
        <header>
          <h2 id={titleId}>{title?.text ?? 'Form'}</h2>
          <button type="button" className="icon" aria-label="Close" onClick={onClose}>
            ✕
          </button>
        </header>
        <div className="dialog-body">
          <FormContext value={{ values, problems, isBusy, set }}>
            <PressContext value={press}>
              <Blocks blocks={blocks} />
            </PressContext>
          </FormContext>
        </div>
        {problem !== undefined && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose} disabled={isBusy}>
            {close?.text ?? 'Cancel'}
          </button>
          {submit && (
            <button type="submit" className="button primary" disabled={isBusy} aria-busy={isBusy}>
              {submit.text}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
