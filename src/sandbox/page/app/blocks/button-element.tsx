import { Link } from '../mrkdwn/link.tsx';
import type { ElementOf } from './elements.ts';
import { usePress } from './pressing.ts';
import { useConfirmed } from './use-confirmed.tsx';

/** A button; one with a URL is a link, and the bot is told of the press all the same. */
export function ButtonElement({ element }: { readonly element: ElementOf<'button'> }) {
  const press = usePress();
  const { isBusy, run, dialog } = useConfirmed(element.confirm);
  const { action_id: actionId = '', style = 'default', url } = element;
  const className = `button ${style}`;
  const doPress = () => run(() => press(actionId));
  if (url !== undefined) {
    return (
      <Link url={url} className={className} onClick={doPress}>
        {element.text.text}
      </Link>
    );
  }
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={element.accessibility_label}
        aria-busy={isBusy}
        disabled={isBusy}
        onClick={doPress}
      >
        {element.text.text}
      </button>
      {dialog}
    </>
  );
}
