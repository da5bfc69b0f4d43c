/** Text without Slack's three entities: as people typed it, or as it was before we escaped it. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
