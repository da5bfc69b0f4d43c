const TIME = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** `3:04 PM`, in the reader's own time and language. */
export function clockTime(ms: number): string {
  return TIME.format(ms);
}

export function fullTime(ms: number): string {
  return FULL.format(ms);
}
