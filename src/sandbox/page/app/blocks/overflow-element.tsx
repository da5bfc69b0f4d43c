import { Link } from '../mrkdwn/link.tsx';
import { Menu } from '../shell/menu.tsx';
import type { ElementOf } from './elements.ts';
import { usePress } from './pressing.ts';
import { useConfirmed } from './use-confirmed.tsx';

/** The menu behind `⋯`. */
export function OverflowElement({ element }: { readonly element: ElementOf<'overflow'> }) {
  const press = usePress();
  const { isBusy, run, dialog } = useConfirmed(element.confirm);
  return (
    <>
      <Menu label="More choices" sign="⋯" className="button">
        {element.options.map(({ text, value, url }) => {
          const choose = () => run(() => press(element.action_id ?? '', value));
          return url === undefined ? (
            <button key={text.text} type="button" disabled={isBusy} onClick={choose}>
              {text.text}
            </button>
          ) : (
            <Link key={text.text} url={url} onClick={choose}>
              {text.text}
            </Link>
          );
        })}
      </Menu>
      {dialog}
    </>
  );
}
