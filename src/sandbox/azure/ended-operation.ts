import type { JsonObject } from './answer.ts';
import { azureTime } from './azure-time.ts';
import { DEFAULT_SERVER_ID } from './server-id.ts';

/** ARM's error tree. */
export interface SimulatedErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly SimulatedErrorDetail[];
}

export interface EndedOperation {
  /** In milliseconds since the epoch. */
  readonly startTime: number;
  readonly endTime: number;
  readonly percent?: number;
  readonly properties?: JsonObject;
  readonly resourceId?: string;
}

export function succeededOperation(ended: EndedOperation): JsonObject {
  // The service was recorded sending this.
  return body('Succeeded', { percent: 100.00000141201961, ...ended });
}

export function canceledOperation(ended: EndedOperation): JsonObject {
  return body('Canceled', ended);
}

export function failedOperation(
  ended: EndedOperation & { readonly error: SimulatedErrorDetail },
): JsonObject {
  return { ...body('Failed', { percent: 0, ...ended }), error: ended.error };
}

/** Under a word that nobody documented. */
export function endedOtherwise(
  status: string,
  ended: EndedOperation & { readonly error?: SimulatedErrorDetail },
): JsonObject {
  return { ...body(status, ended), ...(ended.error === undefined ? {} : { error: ended.error }) };
}

function body(status: string, ended: EndedOperation): JsonObject {
  return {
    status,
    ...(ended.percent === undefined ? {} : { percentComplete: ended.percent }),
    startTime: azureTime(ended.startTime),
    endTime: azureTime(ended.endTime),
    resourceId: ended.resourceId ?? DEFAULT_SERVER_ID,
    ...(ended.properties === undefined ? {} : { properties: ended.properties }),
  };
}
