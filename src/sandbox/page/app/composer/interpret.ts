export type Meant =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'say' | 'command'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string };

/** What Slack makes of what was typed. */
export function interpret(typed: string, command: string, isThread: boolean): Meant {
  const text = typed.trim();
  if (text === '') return { kind: 'nothing' };
  if (!/^\/\S/.test(text)) return { kind: 'say', text };
  const [name = ''] = text.split(/\s/, 1);
  if (isThread) {
    return {
      kind: 'refused',
      why: `${name} is not supported in threads. Slack runs no slash commands there; use the channel.`,
    };
  }
  if (name !== command) {
    return {
      kind: 'refused',
      why: `${name} is not a valid command. In this workspace there is ${command} only.`,
    };
  }
  return { kind: 'command', text: text.slice(name.length).trim() };
}
