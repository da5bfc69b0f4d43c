import { createContext, use } from 'react';
import type { PageChannel, PageState, PageUser } from '../../protocol.ts';

/** Who and what mentions can name. */
export interface People {
  readonly visitor: string;
  readonly channels: readonly PageChannel[];
  readonly users: readonly PageUser[];
  readonly userOf: (id: string) => PageUser;
  /** `@alice`, `#dba`; a name made of the id where nobody is known by it. */
  readonly nameOf: (kind: 'user' | 'channel' | 'group', id: string) => string;
}

export function peopleOf({
  visitor,
  users,
  channels,
}: Pick<PageState, 'visitor' | 'users' | 'channels'>): People {
  const userOf = (id: string) =>
    users.find((user) => user.id === id) ?? { id, name: id, isBot: false };
  return {
    visitor,
    channels,
    users,
    userOf,
    nameOf: (kind, id) => {
      if (kind === 'user') return `@${userOf(id).name}`;
      if (kind === 'channel') return `#${channels.find((known) => known.id === id)?.name ?? id}`;
      // The simulated workspace knows no groups by name, only ids such as S0DBAS.
      return `@${id.replace(/^S0?/, '').toLowerCase()}`;
    },
  };
}

export const PeopleContext = createContext<People>(
  peopleOf({ visitor: '', users: [], channels: [] }),
);

export function usePeople(): People {
  return use(PeopleContext);
}
