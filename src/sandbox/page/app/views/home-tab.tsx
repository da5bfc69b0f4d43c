import { useEffect, useState } from 'react';
import type { PageView } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { FieldValue } from '../blocks/elements.ts';
import { PressContext } from '../blocks/pressing.ts';
import { useAsk } from '../state/ask-server.ts';

/** The app's Home tab. The app is told that it was opened, and may then publish it. */
export function HomeTab({ home }: { readonly home: PageView | undefined }) {
  const ask = useAsk();
  const [isTold, setTold] = useState(false);
  useEffect(() => {
    let isGone = false;
    void ask({ do: 'open-home' }).then(() => {
      if (!isGone) setTold(true);
    });
    return () => {
      isGone = true;
    };
  }, [ask]);
  if (!home) {
    return <p className="empty">{isTold ? 'This app has no Home tab.' : 'Opening …'}</p>;
  }
  const press = async (actionId: string, value?: FieldValue) => {
    const chosen = value === undefined ? {} : { value };
    await ask({ do: 'press-in-view', viewId: home.id, actionId, ...chosen });
  };
  return (
    <div className="home">
      <PressContext value={press}>
        <Blocks blocks={home.definition.blocks} />
      </PressContext>
    </div>
  );
}
