import type { ReactNode } from 'react';
import { permalinkHash } from '../state/permalink.ts';
import { safeUrl } from './safe-url.ts';

interface LinkProps {
  readonly url: string;
  readonly className?: string;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** Opens http(s) in a tab of its own, a link to a message in this page; anything else stays text. */
export function Link({ url, className, onClick, children }: LinkProps) {
  const hash = permalinkHash(url);
  if (hash !== undefined) {
    return (
      <a className={className} href={hash} onClick={onClick}>
        {children}
      </a>
    );
  }
  const href = safeUrl(url);
  if (href === undefined) return <span className={className}>{children}</span>;
  return (
    <a className={className} href={href} target="_blank" rel="noreferrer" onClick={onClick}>
      {children}
    </a>
  );
}
