import type { PageStory } from '../../protocol.ts';
import { useAsk } from '../state/ask-server.ts';

/** What can be started, by groups of which the first is open. */
export function StoryList({ stories }: { readonly stories: readonly PageStory[] }) {
  const groups = [...Map.groupBy(stories, ({ group }) => group)];
  return groups.map(([group, offered], index) => (
    <details key={group} className="fold" open={index === 0}>
      <summary>{group}</summary>
      <ul className="stories">
        {offered.map((story) => (
          <li key={story.id}>
            <StoryButton story={story} />
          </li>
        ))}
      </ul>
    </details>
  ));
}

function StoryButton({ story: { id, title, about } }: { readonly story: PageStory }) {
  const ask = useAsk();
  return (
    <button type="button" onClick={() => void ask({ do: 'start-story', story: id })}>
      <b>▶ {title}</b>
      <span>{about}</span>
    </button>
  );
}
