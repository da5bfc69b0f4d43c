import type { PageStory } from '../../protocol.ts';
import { useAsk } from '../state/ask-server.ts';

export function StoryList({ stories }: { readonly stories: readonly PageStory[] }) {
  const ask = useAsk();
  return (
    <ul className="stories">
      {stories.map(({ id, title, about }) => (
        <li key={id}>
          <button type="button" onClick={() => void ask({ do: 'start-story', story: id })}>
            <b>▶ {title}</b>
            <span>{about}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
