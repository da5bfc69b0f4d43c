const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' });

/** `Monday, November 23`, in the reader's own time zone. */
export function dayOf(ms: number): string {
  return DAY.format(ms);
}

export function DayDivider({ ms }: { readonly ms: number }) {
  const day = dayOf(ms);
  return (
    <div className="day">
      <span>{day === dayOf(Date.now()) ? 'Today' : day}</span>
    </div>
  );
}
