/** Blocks and elements as an app sends them, right or wrong: so not typed as Slack's. */
export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const long = (length: number) => 'x'.repeat(length);
export const times = <T>(count: number, item: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => item(i));
export const button = (fields: object = {}) => ({ type: 'button', text: plain('Stop'), ...fields });
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const section = (fields: object) => ({ type: 'section', ...fields });
export const option = (value: string) => ({ text: plain(value), value });
export const input = (element: object) => ({ type: 'input', label: plain('L'), element });
