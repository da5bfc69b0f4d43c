import { COMMAND } from '../commands/command.ts';
import { code } from './text.ts';

/** A command as it is to be typed. @param line what stands behind `/mysqlop` */
export function commandLine(line: string): string {
  return code(`${COMMAND} ${line}`, 600);
}
