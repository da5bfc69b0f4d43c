import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { PageChannel } from '../../protocol.ts';
import { ShortcutMenu } from '../shell/shortcuts.tsx';
import { useAsk } from '../state/ask-server.ts';
import type { Notices } from '../state/notices.ts';
import { useDrafts } from './drafts.ts';
import { interpret } from './interpret.ts';
import { type CommandOffer, OfferedCommand } from './offered-command.tsx';

interface ComposerProps {
  readonly channel: PageChannel;
  readonly thread?: string;
  readonly command: CommandOffer;
  readonly notices: Notices;
  /** Something is on its way. */
  readonly onSent: () => void;
}

/** There is one offer: the arrows stay on it. */
const STAY = { ArrowUp: () => undefined, ArrowDown: () => undefined };

/** Where one writes: Enter sends, Shift+Enter begins a line, `/` offers the command. */
export function Composer({ channel, thread, command, notices, onSent }: ComposerProps) {
  const id = useId();
  const ask = useAsk();
  const drafts = useDrafts();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isHidden, setHidden] = useState(false);
  const key = thread ?? channel.id;
  const text = drafts.textOf(key);
  const isThread = thread !== undefined;
  const mayOffer = !isHidden && !isThread && text.startsWith('/');
  const isOffered = mayOffer && !/\s/.test(text) && command.name.startsWith(text);
  const isHinted = !isThread && text.startsWith(`${command.name} `);

  // Grows with what is written, up to the limit the style sheet sets.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height
  useEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight}px`;
  }, [text]);

  const write = (next: string) => {
    setHidden(false);
    drafts.write(key, next);
  };
  const accept = () => {
    write(`${command.name} `);
    field.current?.focus();
  };
  const hide = () => setHidden(true);
  const send = async () => {
    const meant = interpret(text, command.name, isThread);
    if (meant.kind === 'nothing') return;
    onSent();
    if (meant.kind === 'refused') {
      notices.add({ channel: channel.id, thread, text: meant.why });
      return;
    }
    drafts.write(key, '');
    const to = { channel: channel.id };
    const isDone = await ask(
      meant.kind === 'command'
        ? { do: 'command', ...to, text: meant.text }
        : { do: 'say', ...to, text: meant.text, ...(isThread ? { threadTs: thread } : {}) },
    );
    if (!isDone) drafts.write(key, text);
  };
  const ofOffer = { ...STAY, ['Enter']: accept, ['Tab']: accept, ['Escape']: hide };
  const ofField = { ['Enter']: () => void send() };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.shiftKey) return;
    // A command typed to its end is sent as it is: alone it opens the app's form.
    const isWhole = event.key === 'Enter' && text === command.name;
    const takes = isOffered && !isWhole;
    const deeds: Readonly<Record<string, () => void>> = takes ? ofOffer : ofField;
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  };
  const where = isThread ? 'Reply' : `Message ${channel.kind === 'dm' ? '' : '#'}${channel.name}`;
  return (
    <div className="composer">
      {isOffered && <OfferedCommand id={`${id}-offer`} command={command} onAccept={accept} />}
      <div className="composer-box">
        {!isThread && <ShortcutMenu channel={channel.id} />}
        <textarea
          ref={field}
          rows={1}
          aria-label={where}
          placeholder={where}
          aria-autocomplete="list"
          aria-controls={isOffered ? `${id}-offer` : undefined}
          aria-activedescendant={isOffered ? `${id}-offer-option` : undefined}
          aria-describedby={`${id}-hint`}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="send"
          aria-label="Send"
          disabled={text.trim() === ''}
          onClick={() => void send()}
        >
          ➤
        </button>
      </div>
      <p className="composer-hint" id={`${id}-hint`} aria-live="polite">
        {hintOf({ isThread, isOffered, isHinted, text, command })}
      </p>
    </div>
  );
}

function hintOf(now: {
  readonly isThread: boolean;
  readonly isOffered: boolean;
  readonly isHinted: boolean;
  readonly text: string;
  readonly command: CommandOffer;
}): string {
  if (now.isThread && now.text.startsWith('/')) return 'Slack runs no commands in threads.';
  if (now.isOffered) return 'Tab takes the command, Escape hides the offer.';
  if (now.isHinted) return `${now.command.name} ${now.command.hint}`;
  return now.isThread ? '' : 'Type / for the command. Shift+Enter begins a new line.';
}
