import { LIMITS } from '../slack/messages/message.ts';

/**
 * The page of one's own about an error code.
 *
 * @param pattern RUNBOOK_URL, with `{code}` in it; undefined where there are no such pages
 * @returns undefined as well for a code so long that Slack would refuse the link
 */
export function runbookLink(pattern: string | undefined, code: string): string | undefined {
  // A lone surrogate can't be encoded.
  const encoded = encodeURIComponent(code.toWellFormed());
  const link = pattern?.replaceAll('{code}', encoded);
  return link && link.length <= LIMITS.url ? link : undefined;
}
