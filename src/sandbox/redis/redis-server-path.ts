import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The machine's own redis-server, where it has one. */
export function redisServerPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'redis-server')).find((file) => existsSync(file));
}
