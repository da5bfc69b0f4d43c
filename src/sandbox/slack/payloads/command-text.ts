/** What Slack takes for an address in what people type. */
export const LINK = /\bhttps?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"]/g;

/** What people type after a command, as Slack passes it on: `&`, `<`, `>` escaped, links in `<…>`. */
export function escapeCommandText(typed: string): string {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replace(LINK, (link) => `<${link}>`);
}
