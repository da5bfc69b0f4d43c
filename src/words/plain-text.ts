/** Text from outside in one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Ends like a sentence, so that another may follow. */
export function sentence(text: string): string {
  return /[.!?…]\s*$/.test(text) ? text.trimEnd() : `${text.trimEnd()}.`;
}

/** Why something is so, as we say it: as a sentence in one line, not escaped. */
export function explained(explanation: string): string {
  return bounded(sentence(oneLine(explanation)), 700);
}

/** Text for a place that shows no mrkdwn. Never cuts a character in two. */
export function bounded(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
