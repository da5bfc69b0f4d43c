/** What is left to the bot's identity, and to all identities together (`global`). */
const HEADERS = [
  'x-ms-ratelimit-remaining-subscription-reads',
  'x-ms-ratelimit-remaining-subscription-global-reads',
];

/**
 * How many more reads of its subscription an answer says that ARM allows at the moment: the smaller
 * count where it tells both. Undefined where it tells none that makes sense, a whole number below 10⁹.
 */
export function readRemainingReads(headers: Headers): number | undefined {
  const counts = HEADERS.flatMap((name) => {
    const value = headers.get(name) ?? '';
    return /^\d{1,9}$/.test(value) ? [Number(value)] : [];
  });
  return counts.length === 0 ? undefined : Math.min(...counts);
}
