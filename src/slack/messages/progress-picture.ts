import { courseOf, doneAt } from '../../watch/curve.ts';
import type { Card } from '../../watch/watch-card.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { fullTitle } from '../../words/operation-words.ts';
import { bounded } from '../../words/plain-text.ts';
import type { Message } from './message.ts';
import { png } from './png.ts';
import { courseWords } from './progress-chart.ts';

const WIDTH = 640;
const HEIGHT = 200;
const LINE = 3;
/** Of the numbers in it there are none: its title says them. */
const QUARTERS = [0.25, 0.5, 0.75];

/** Readable on Slack's light and on its dark ground. */
const PALETTE = [
  [255, 255, 255],
  [214, 221, 224],
  [179, 218, 226],
  [0, 84, 107],
] as const;
const GROUND = 0;
const GRID = 1;
const FILL = 2;
const CURVE = 3;

const TITLE_MOST = 200;

/** How the progress went, from left to right, as a picture; undefined where there is no course to be seen. */
export function progressPicture(record: WatchRecord, card: Card): Message | undefined {
  const words = courseWords(record);
  const at = drawn(record.curve);
  if (words === undefined || !at) return undefined;
  const title = bounded(`${fullTitle(record, card)}: ${words}`, TITLE_MOST);
  const picture = { title, png: png({ width: WIDTH, height: HEIGHT, palette: PALETTE, at }) };
  return { text: title, blocks: [], look: 'picture', picture };
}

function drawn(curve: WatchRecord['curve']): Uint8Array | undefined {
  const course = courseOf(curve);
  if (!course) return undefined;
  const [[from], [to]] = course;
  const at = new Uint8Array(WIDTH * HEIGHT).fill(GROUND);
  let before = rowOf(doneAt(curve, from));
  for (let x = 0; x < WIDTH; x++) {
    const top = rowOf(doneAt(curve, from + ((to - from) * x) / (WIDTH - 1)));
    for (let y = 0; y < HEIGHT; y++) at[y * WIDTH + x] = colourOf(x, y, top, before);
    before = top;
  }
  return at;
}

/** @param before the row of the curve one column further left: between them it has no gap */
function colourOf(x: number, y: number, top: number, before: number): number {
  if (y > top - LINE && y <= Math.max(top, before)) return CURVE;
  if (isOnGrid(x, WIDTH) || isOnGrid(y, HEIGHT)) return GRID;
  return y > top ? FILL : GROUND;
}

function isOnGrid(at: number, length: number): boolean {
  return at === length - 1 || at === 0 || QUARTERS.some((part) => Math.round(part * length) === at);
}

/** @param tenths of a percent */
function rowOf(tenths: number): number {
  const part = Math.min(1, Math.max(0, tenths / 1000));
  return Math.round((1 - part) * (HEIGHT - 1 - LINE)) + LINE - 1;
}
