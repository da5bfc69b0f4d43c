import type { Redis } from 'ioredis';
import { ACKNOWLEDGEMENT_SCRIPTS } from './acknowledgement-scripts.ts';
import { BUDGET_SCRIPTS } from './budget-scripts.ts';
import { EDIT_SCRIPTS } from './edit-scripts.ts';
import { FAULT_SCRIPTS } from './fault-scripts.ts';
import { POST_SCRIPTS } from './post-scripts.ts';
import { STORM_SCRIPTS } from './storm-scripts.ts';
import { WATCH_SCRIPTS } from './watch-scripts.ts';

/**
 * The atomic steps. Each is one Lua script, so that a process may die before or after it but never
 * within it, and carries the version or the value it expects, so that the slower of two is refused.
 * Each may be sent twice, as happens where a connection breaks before the answer: a turn is then spent
 * twice, and nothing worse happens. Some work out names of keys, which all stand in one slot.
 */
const SCRIPTS: Readonly<Record<string, { readonly lua: string; readonly keys?: number }>> = {
  ...WATCH_SCRIPTS,
  ...BUDGET_SCRIPTS,
  ...POST_SCRIPTS,
  ...EDIT_SCRIPTS,
  ...STORM_SCRIPTS,
  ...ACKNOWLEDGEMENT_SCRIPTS,
  ...FAULT_SCRIPTS,
};

/** Teaches a connection the scripts above. */
export function defineScripts(redis: Redis): void {
  for (const [name, { lua, keys }] of Object.entries(SCRIPTS)) {
    redis.defineCommand(name, { lua, ...(keys !== undefined && { numberOfKeys: keys }) });
  }
}
