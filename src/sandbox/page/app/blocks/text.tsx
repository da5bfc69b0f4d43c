import { Mrkdwn } from '../mrkdwn/mrkdwn.tsx';
import type { TextObject } from './elements.ts';

/** A text object: mrkdwn, or plain text as it stands. */
export function Text({ text }: { readonly text: TextObject }) {
  if (text.type === 'plain_text') return <span className="plain">{text.text}</span>;
  return <Mrkdwn text={text.text} verbatim={text.verbatim} />;
}
