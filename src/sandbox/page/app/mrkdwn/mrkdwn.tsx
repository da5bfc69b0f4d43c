import { memo } from 'react';
import { Inlines } from './inlines.tsx';
import { parseMrkdwn } from './parse-mrkdwn.ts';
import type { Chunk } from './tree.ts';

interface MrkdwnProps {
  readonly text: string;
  readonly verbatim?: boolean | undefined;
}

/**
 * Slack's mrkdwn. Ours, since `slack-blocks-to-jsx` shows verbatim mrkdwn unformatted, which is all
 * that the bot sends; it also lacks a busy state for buttons and weighs 570 KB.
 */
export const Mrkdwn = memo(function Mrkdwn({ text, verbatim = false }: MrkdwnProps) {
  return parseMrkdwn(text, verbatim).map((chunk, index) => (
    // The text is shown whole again whenever it changes: a place is all that tells chunks apart.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <ChunkView key={index} chunk={chunk} />
  ));
});

function ChunkView({ chunk }: { readonly chunk: Chunk }) {
  switch (chunk.kind) {
    case 'lines':
      return (
        <div className="lines">
          <Inlines nodes={chunk.children} />
        </div>
      );
    case 'quote':
      return (
        <blockquote>
          <Inlines nodes={chunk.children} />
        </blockquote>
      );
    case 'preformatted':
      return <pre>{chunk.text}</pre>;
    case 'bullets':
      return (
        <ul className="bullets">
          {chunk.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, never reordered
            <li key={index} className={`depth-${item.depth}`}>
              <Inlines nodes={item.children} />
            </li>
          ))}
        </ul>
      );
  }
}
