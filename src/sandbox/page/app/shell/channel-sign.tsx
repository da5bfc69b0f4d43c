import type { PageChannel } from '../../protocol.ts';

const SIGNS = { public: '#', private: '🔒', dm: '🐬' } as const;

export function ChannelSign({ kind }: { readonly kind: PageChannel['kind'] }) {
  return (
    <>
      <span className="channel-sign" aria-hidden="true">
        {SIGNS[kind]}
      </span>
      {kind === 'private' && <span className="sr-only">private channel </span>}
    </>
  );
}
