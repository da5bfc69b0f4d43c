/**
 * Whether a .dockerignore keeps a path out of the image: the last line that applies to it, or to a
 * folder that it is in, decides. Knows names and `*` as a whole line, which is all that ours uses.
 */
export function isIgnored(dockerignore: string, path: string): boolean {
  const rules = dockerignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const last = rules.findLast((rule) => applies(rule.replace(/^!/, ''), path));
  return last !== undefined && !last.startsWith('!');
}

function applies(pattern: string, path: string): boolean {
  return pattern === '*' || path === pattern || path.startsWith(`${pattern}/`);
}
