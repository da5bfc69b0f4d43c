import type { Setting } from '../setting.ts';
import { apiUrl } from '../url-schemas.ts';
import { matching } from '../value-schemas.ts';

/** What `mysqlop wait --slack` needs to hand a watch over to the bot. The bot itself reads none of it. */
export const shellSettings = {
  MYSQLOP_API: {
    about: 'At a shell: where the bot’s API is, for `mysqlop wait --slack`.',
    example: 'https://mysqlop.example.com',
    schema: apiUrl,
    unset: 'needed with `--slack`',
  },
  MYSQLOP_TOKEN: {
    about: 'At a shell: the token that the bot’s API takes.',
    example: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    isSecret: true,
    schema: matching(/^[\x21-\x7e]+$/, 'must not contain spaces'),
    unset: 'needed with `--slack`',
    obtain: 'whoever runs the bot gives one to a pipeline',
  },
} as const satisfies Record<string, Setting>;
