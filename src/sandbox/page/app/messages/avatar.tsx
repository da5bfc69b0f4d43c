import { memo } from 'react';
import type { PageUser } from '../../protocol.ts';

/** A dolphin for the bot, a letter for a person. */
export const Avatar = memo(function Avatar({ user }: { readonly user: PageUser }) {
  if (user.isBot) {
    return (
      <span className="avatar bot" aria-hidden="true">
        {user.name === 'Slackbot' ? '🤖' : '🐬'}
      </span>
    );
  }
  const shade = [...user.id].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 4;
  return (
    <span className={`avatar shade-${shade}`} aria-hidden="true">
      {user.name.charAt(0).toUpperCase()}
    </span>
  );
});
