import type { JsonObject } from './answer.ts';
import {
  canceledOperation,
  type EndedOperation,
  failedOperation,
  type SimulatedErrorDetail,
  succeededOperation,
} from './ended-operation.ts';
import { STORAGE_ERROR } from './storage-error.ts';

/** How a story ends: in one of Azure's words. */
export type StoryEnd = 'Succeeded' | 'Failed' | 'Canceled';

/** @param error why it fails, if it does */
export function storyEnd(
  ends: StoryEnd,
  ended: EndedOperation,
  error: SimulatedErrorDetail = STORAGE_ERROR,
): JsonObject {
  switch (ends) {
    case 'Succeeded':
      return succeededOperation(ended);
    case 'Failed':
      return failedOperation({ ...ended, error });
    case 'Canceled':
      return canceledOperation(ended);
  }
}
