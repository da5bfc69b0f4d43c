import type { Script } from '../../azure/answer.ts';
import type { PageStory } from '../protocol.ts';

/** An operation's life that a visitor can start. */
export interface Story extends PageStory {
  /** The name of the server that the operation works on. */
  readonly server: string;
  /** Others on which the same happens at the same time; somebody has all of them watched in #dba. */
  readonly alongside?: readonly string[];
  /** Default: the first that there is. */
  readonly location?: string;
  /** What the visitor gets to paste. Default: the signed URL of the response header. */
  readonly names?: 'arm-id';
  /** After how much of Azure's time nothing changes any more. */
  readonly durationMs: number;
  /** The script for an operation on the server with this ARM id. */
  readonly play: (resourceId: string) => Script;
}

export const MINUTE_MS = 60_000;
export const GIB = 2 ** 30;
