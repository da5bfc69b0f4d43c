/** A date-time with six fraction digits, as the service writes it. */
export function azureTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '326Z');
}
