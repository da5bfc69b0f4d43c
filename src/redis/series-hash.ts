import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Series } from '../watch/series.ts';

/** Short name of a server and a kind of operation, safe in keys. */
const SeriesHash = v.pipe(v.string(), v.brand('SeriesHash'));
export type SeriesHash = v.InferOutput<typeof SeriesHash>;

/** @param series undefined where there is none: no other has that name */
export function seriesHash(series: Series | undefined): SeriesHash {
  if (!series) return v.parse(SeriesHash, 'none');
  const digest = createHash('sha256').update(JSON.stringify([series.serverId, series.work]));
  return v.parse(SeriesHash, `s${digest.digest('hex').slice(0, 24)}`);
}
