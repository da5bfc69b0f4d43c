import type { JsonObject } from './answer.ts';
import {
  canceledOperation,
  type EndedOperation,
  failedOperation,
  succeededOperation,
} from './ended-operation.ts';
import { STORAGE_ERROR } from './storage-error.ts';

/** How a story ends: in one of Azure's words. */
export type StoryEnd = 'Succeeded' | 'Failed' | 'Canceled';

export function storyEnd(ends: StoryEnd, ended: EndedOperation): JsonObject {
  switch (ends) {
    case 'Succeeded':
      return succeededOperation(ended);
    case 'Failed':
      return failedOperation({ ...ended, error: STORAGE_ERROR });
    case 'Canceled':
      return canceledOperation(ended);
  }
}
