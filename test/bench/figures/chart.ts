import * as v from 'valibot';

/** Seconds until the last failure was told; absent where that took longer than the limit. */
const seconds = v.optional(v.number());

export const AlertChart = v.object({
  points: v.array(v.object({ failing: v.number(), ours: seconds, sdk: seconds, lro: seconds })),
  /** How many operations ran in each case, and how often each was read. */
  live: v.number(),
  intervalMs: v.number(),
  /** How long was waited. */
  withinMs: v.number(),
});
export type AlertChart = v.InferOutput<typeof AlertChart>;

const WIDTH = 760;
const HEIGHT = 420;
const PLOT = { left: 64, right: 600, top: 64, bottom: 356 } as const;
/** Distinct in grey and to those who do not tell red from green. */
const SERIES = [
  { key: 'ours', name: 'mysqlop', colour: '#0b5fa5' },
  { key: 'sdk', name: 'SDK in a loop', colour: '#c2570c' },
  { key: 'lro', name: 'Azure’s poller', colour: '#6b7280' },
] as const;
const LABEL_HEIGHT = 16;

/** Seconds over numbers of failures as an SVG image; the seconds on a logarithmic scale. */
export function renderChart({ points, live, intervalMs, withinMs }: AlertChart): string {
  const limit = withinMs / 1000;
  const top = 10 ** Math.ceil(Math.log10(limit));
  const x = (at: number) => PLOT.left + ((at + 0.5) / points.length) * (PLOT.right - PLOT.left);
  const y = (value: number) =>
    PLOT.bottom - (Math.log10(Math.max(1, value)) / Math.log10(top)) * (PLOT.bottom - PLOT.top);
  const grid = powersOfTen(top).map(
    (power) =>
      line(PLOT.left, y(power), PLOT.right, y(power), '#e5e7eb') +
      text(PLOT.left - 8, y(power) + 4, `${power} s`, 'end'),
  );
  const names = points.map(({ failing }, at) =>
    text(x(at), PLOT.bottom + 20, String(failing), 'middle'),
  );
  const labels = spread(
    SERIES.map(({ key }) => y(points.at(-1)?.[key] ?? limit)),
    LABEL_HEIGHT,
  );
  const series = SERIES.map(({ key, name, colour }, which) => {
    const places = points.map((point, at) => ({
      x: x(at),
      y: y(point[key] ?? limit),
      isTold: point[key] !== undefined,
    }));
    const path = places.map((place) => `${round(place.x)},${round(place.y)}`).join(' ');
    const dots = places.map(
      (place) =>
        `<circle cx="${round(place.x)}" cy="${round(place.y)}" r="4" fill="${place.isTold ? colour : '#ffffff'}" stroke="${colour}" stroke-width="2"/>`,
    );
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...dots,
      text(PLOT.right + 8, (labels[which] ?? 0) + 4, name, 'start', colour),
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" role="img">`,
    `<title>How long the last of several failures waits to be told</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(
      PLOT.left,
      26,
      'From a failure until the on-call channel names it: the last of them',
      'start',
      '#111827',
      'font-weight="600" font-size="15"',
    ),
    text(
      PLOT.left,
      46,
      `${live} operations run, each read every ${intervalMs / 1000} s; so many fail at one moment`,
      'start',
    ),
    ...grid,
    ...names,
    text(
      (PLOT.left + PLOT.right) / 2,
      PLOT.bottom + 42,
      `failing operations (a hollow point: not all told within ${limit} s)`,
      'middle',
    ),
    ...series,
    '</svg>',
    '',
  ].join('\n');
}

function powersOfTen(top: number): readonly number[] {
  const powers: number[] = [];
  for (let power = 1; power <= top; power *= 10) powers.push(power);
  return powers;
}

/** Moves labels down as far as they would cover each other; the order of the places stays. */
export function spread(places: readonly number[], height: number): readonly number[] {
  const order = places.map((_, at) => at).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const moved = [...places];
  let free = Number.NEGATIVE_INFINITY;
  for (const at of order) {
    const place = Math.max(places[at] ?? 0, free);
    moved[at] = place;
    free = place + height;
  }
  return moved;
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}"/>`;
}

function text(
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end',
  colour = '#4b5563',
  more = '',
): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${colour}"${more && ` ${more}`}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
