import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningServer } from './start-server.ts';
import { untilAsked } from './until-asked.ts';

/**
 * A snapshot can't be written any more, for which Redis refuses all writes (MISCONF). A folder is in the
 * place of its file: what permissions forbid would stop no server that runs as root.
 *
 * @returns what mends it
 */
export async function breakDisk({ admin, folder }: RunningServer): Promise<() => Promise<void>> {
  const inTheWay = join(folder, 'dump.rdb');
  await mkdir(inTheWay);
  // Only one that is to save now and then minds that it can't.
  await admin.config('SET', 'save', '3600 1');
  await save('err');

  async function save(outcome: 'ok' | 'err'): Promise<void> {
    await admin.bgsave();
    await untilAsked(`a snapshot that ends with ${outcome}`, async () => {
      const info = await admin.info('persistence');
      return (
        info.includes('rdb_bgsave_in_progress:0') &&
        info.includes(`rdb_last_bgsave_status:${outcome}`)
      );
    });
  }

  return async () => {
    await rmdir(inTheWay);
    await save('ok');
  };
}
