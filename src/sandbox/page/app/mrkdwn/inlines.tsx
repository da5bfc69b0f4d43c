import { usePeople } from '../state/people.ts';
import { formatDate } from './format-date.ts';
import { Link } from './link.tsx';
import type { Inline } from './tree.ts';

export function Inlines({ nodes }: { readonly nodes: readonly Inline[] }) {
  return nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: runs of one text, never reordered
    <InlineView key={index} node={node} isFirst={startsLine(nodes[index - 1])} />
  ));
}

function startsLine(before: Inline | undefined): boolean {
  return before === undefined || (before.kind === 'text' && before.text.endsWith('\n'));
}

interface InlineViewProps {
  readonly node: Inline;
  /** Whether it begins a line. */
  readonly isFirst: boolean;
}

function InlineView({ node, isFirst }: InlineViewProps) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return <code>{node.text}</code>;
    case 'bold':
      return (
        <b>
          <Inlines nodes={node.children} />
        </b>
      );
    case 'italic':
      return (
        <i>
          <Inlines nodes={node.children} />
        </i>
      );
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      );
    case 'link':
      return <Link url={node.url}>{node.label}</Link>;
    case 'user':
    case 'channel':
    case 'group':
      return <Mention kind={node.kind} id={node.id} />;
    case 'broadcast':
      return <span className="mention loud">@{node.range}</span>;
    case 'date':
      return <Moment node={node} isFirst={isFirst} />;
  }
}

function Mention(props: { readonly kind: 'user' | 'channel' | 'group'; readonly id: string }) {
  const people = usePeople();
  const isMine = props.kind === 'group' || props.id === people.visitor;
  return (
    <span className={isMine ? 'mention loud' : 'mention'}>
      {people.nameOf(props.kind, props.id)}
    </span>
  );
}

interface MomentProps {
  readonly node: Extract<Inline, { kind: 'date' }>;
  readonly isFirst: boolean;
}

function Moment({ node, isFirst }: MomentProps) {
  const words = formatDate(node.atMs, node.format, Date.now());
  const shown = isFirst ? words.charAt(0).toUpperCase() + words.slice(1) : words;
  const time = (
    <time dateTime={new Date(node.atMs).toISOString()} title={node.fallback}>
      {shown}
    </time>
  );
  return node.url === undefined ? time : <Link url={node.url}>{time}</Link>;
}
