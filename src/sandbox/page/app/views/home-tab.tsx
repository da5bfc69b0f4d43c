import { useEffect, useState } from 'react';
import type { PageView } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { FieldValue } from '../blocks/elements.ts';
import { PressContext } from '../blocks/pressing.ts';
import { askServer } from '../state/ask-server.ts';

/** The app's Home tab. The app is told that it was opened, and may then publish it. */
export function HomeTab({ home }: { readonly home: PageView | undefined }) {
  const [isTold, setTold] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isGone = false;
    void askServer({ do: 'open-home' }).then((done) => {
      if (isGone) return;
      setTold(true);
      setProblem(done.problem);
    });
    return () => {
      isGone = true;
    };
  }, []);
  // Here, and not among the messages, which are not to be seen now.
  const said = problem !== undefined && (
    <p className="problem" role="alert">
      {problem}
    </p>
  );
  if (!home) {
    return (
      <div className="empty">
        {said || (isTold ? 'The app has not shown its Home tab yet.' : 'Opening …')}
      </div>
    );
  }
  const press = async (actionId: string, value?: FieldValue) => {
    const chosen = value === undefined ? {} : { value };
    const request = { do: 'press-in-view', viewId: home.id, actionId, ...chosen } as const;
    setProblem((await askServer(request)).problem);
  };
  return (
    <div className="home">
      {said}
      <PressContext value={press}>
        <Blocks blocks={home.definition.blocks} />
      </PressContext>
    </div>
  );
}
