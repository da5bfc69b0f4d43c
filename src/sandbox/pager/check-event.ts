/** What is wrong with an event, as the Events API v2 says it; empty where it is taken. */
export function checkEvent(event: unknown, routingKey: string): readonly string[] {
  if (!isObject(event)) return ["'event' must be a JSON object"];
  const { routing_key: key, event_action: action, dedup_key: dedupKey, payload } = event;
  const errors: string[] = [];
  if (typeof key !== 'string' || key.length !== 32) {
    errors.push("Length of 'routing_key' is incorrect (should be 32 characters)");
  } else if (key !== routingKey) {
    errors.push('Invalid routing key');
  }
  if (!['trigger', 'acknowledge', 'resolve'].includes(String(action))) {
    errors.push("'event_action' is missing or invalid");
  }
  if (dedupKey !== undefined && (typeof dedupKey !== 'string' || dedupKey.length > 255)) {
    errors.push("Length of 'dedup_key' is incorrect (should be at most 255 characters)");
  }
  if (action !== 'trigger' && dedupKey === undefined)
    errors.push("'dedup_key' is missing or blank");
  return action === 'trigger' ? [...errors, ...checkPayload(payload)] : errors;
}

function checkPayload(payload: unknown): readonly string[] {
  if (!isObject(payload)) return ["'payload' is missing or blank"];
  const { summary, source, severity } = payload;
  const errors: string[] = [];
  if (!isText(summary)) errors.push("'payload.summary' is missing or blank");
  else if (summary.length > 1024) errors.push("'payload.summary' is too long");
  if (!isText(source)) errors.push("'payload.source' is missing or blank");
  if (!['critical', 'error', 'warning', 'info'].includes(String(severity))) {
    errors.push("'payload.severity' is invalid (must be one of critical, error, warning, info)");
  }
  return errors;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
