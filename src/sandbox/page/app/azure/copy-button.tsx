import { useEffect, useState } from 'react';

const SHOWN_FOR_MS = 1500;

export function CopyButton({ label, text }: { readonly label: string; readonly text: string }) {
  const [outcome, setOutcome] = useState('');
  useEffect(() => {
    if (outcome === '') return;
    const timer = setTimeout(() => setOutcome(''), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setOutcome('Copied'),
      () => setOutcome('Not allowed'),
    );
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      {outcome || label}
    </button>
  );
}
