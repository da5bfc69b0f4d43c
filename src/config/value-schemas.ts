import * as v from 'valibot';
import { ChannelId, TeamId, UserId } from '../watch/names.ts';

// Each schema turns one setting's text into a value. Its messages finish the sentence "<NAME> …" and
// never repeat what was set, since that may be a secret.

const MS_PER_UNIT = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const LONGEST_MS = 366 * MS_PER_UNIT.d;

/** `500ms`, `5s`, `15m`, `2h`, `7d` -> milliseconds. */
export const durationText = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(/^\d{1,9}(?:ms|s|m|h|d)$/, 'must be a number with a unit: ms, s, m, h or d'),
  v.transform((text) => {
    const unit = text.replace(/^\d+/, '') as keyof typeof MS_PER_UNIT;
    return Number.parseInt(text, 10) * MS_PER_UNIT[unit];
  }),
  v.minValue(1, 'must be longer than 0'),
  v.maxValue(LONGEST_MS, 'must not be longer than 366d'),
);

/** One of a few words, in whatever case. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return v.pipe(
    v.string(),
    v.toLowerCase(),
    v.picklist(words, `must be one of: ${words.join(', ')}`),
  );
}

/** One of a few names, in whatever case; they are told as they are written. */
export function oneOfNames(names: readonly string[]) {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return v.pipe(
    v.string(),
    v.check((text) => known.has(text.toLowerCase()), `must be one of: ${names.join(', ')}`),
  );
}

/** @param message what is said of another text than `true`, `false`, `1` or `0` in small letters */
export function trueOrFalse(message: string) {
  return v.pipe(
    v.picklist(['true', 'false', '1', '0'], message),
    v.transform((word) => word === 'true' || word === '1'),
  );
}

/** `yes` or `no`, or as other programs write it. */
export const yesOrNo = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.transform((word) => ({ yes: 'true', no: 'false' })[word] ?? word),
  trueOrFalse('must be yes or no'),
);

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
}

/** Text parts between commas, without the spaces around them. */
export const commaList = v.pipe(
  v.string(),
  v.transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
);

/** Text that matches. */
export function matching(pattern: RegExp, message: string) {
  return v.pipe(v.string(), v.regex(pattern, message));
}

export function channelId(message: string) {
  return v.pipe(matching(/^[CGD][A-Z0-9]{2,}$/, message), ChannelId);
}

export function userId(message: string) {
  return v.pipe(matching(/^[UW][A-Z0-9]{2,}$/, message), UserId);
}

export function teamId(message: string) {
  return v.pipe(matching(/^[TE][A-Z0-9]{2,}$/, message), TeamId);
}

export function location(message: string) {
  return matching(/^[ \w]{1,60}$/, message);
}

/** Where a server listens. */
export const listenAddress = matching(/^[\w.:-]+$/, 'must be an address such as 127.0.0.1');

/** A list, one part at least. @param part makes the schema of each, with what is said of a wrong one */
export function listOf<Part extends v.GenericSchema<string, unknown>>(
  part: (message: string) => Part,
  message: string,
) {
  return v.pipe(commaList, v.minLength(1, message), v.array(part(message)), v.readonly());
}

/** A list of a few words, in whatever case, each once. */
export function someOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const message = `must be a list of: ${words.join(', ')}`;
  return v.pipe(
    commaList,
    v.minLength(1, message),
    v.array(v.pipe(v.string(), v.toLowerCase(), v.picklist(words, message))),
    v.transform((list) => [...new Set(list)]),
    v.readonly(),
  );
}

/** `prod=<uuid>,staging=<uuid>`, each name and each id once. */
export const subscriptions = v.pipe(
  commaList,
  v.minLength(1, 'must name at least one subscription'),
  v.array(
    v.pipe(
      v.string(),
      v.regex(
        /^[\w.-]{1,40}\s*=\s*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
        'must be a list of name=subscription-id, where the name has no spaces and the id is a UUID',
      ),
      v.transform((text) => {
        const at = text.indexOf('=');
        return {
          name: text.slice(0, at).trim(),
          id: text
            .slice(at + 1)
            .trim()
            .toLowerCase(),
        };
      }),
    ),
  ),
  v.check(
    (list) => new Set(list.map(({ name }) => name.toLowerCase())).size === list.length,
    'must give each name once',
  ),
  v.check(
    (list) => new Set(list.map(({ id }) => id)).size === list.length,
    'must give each subscription once',
  ),
  v.readonly(),
);

/** Ascending percentages between 0 and 100. */
export const milestones = v.pipe(
  commaList,
  v.array(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,2}$/, 'must be a list of whole percentages from 1 to 99'),
      v.transform(Number),
      v.minValue(1, 'must be a list of whole percentages from 1 to 99'),
    ),
  ),
  v.transform((list) => [...new Set(list)].sort((a, b) => a - b)),
  v.readonly(),
);

/** The secret of a webhook, as Standard Webhooks writes it: 24 to 64 bytes. */
export const webhookSecret = v.pipe(
  v.string(),
  v.regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/, 'must be whsec_ and a key in base64'),
  v.check((text) => {
    const { length } = Buffer.from(text.slice('whsec_'.length), 'base64');
    return length >= 24 && length <= 64;
  }, 'must hold a key of 24 to 64 bytes'),
);

/** How people write whom to call -> how Slack mentions them in a message. */
export const mention = v.pipe(
  v.string(),
  v.regex(
    /^(?:@?(?:here|channel)|[UWS][A-Z0-9]{2,}|<@[UW][A-Z0-9]{2,}>|<!subteam\^S[A-Z0-9]{2,}>|<!(?:here|channel)>)$/,
    'must be the id of a user (U…) or of a user group (S…), or "here" or "channel"',
  ),
  v.transform((text) => {
    if (text.startsWith('<')) return text;
    if (text.startsWith('S')) return `<!subteam^${text}>`;
    if (/^[UW]/.test(text)) return `<@${text}>`;
    return `<!${text.replace('@', '')}>`;
  }),
);

/** A secret with the prefix that Slack gives it: a token pasted into the wrong setting is noticed. */
export function token(prefix: string) {
  return v.pipe(
    v.string(),
    v.startsWith(prefix, `must begin with ${prefix}`),
    v.regex(/^\S+$/, 'must not contain spaces'),
  );
}
