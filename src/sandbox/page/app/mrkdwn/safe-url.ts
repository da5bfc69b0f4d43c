/** The URL, if it is one that may be opened: `javascript:` and the like are not. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}
