/** What of a URL stands before the path that was found. */
export interface UrlBefore {
  /** How many characters of the text it takes. */
  readonly length: number;
  readonly scheme: string | undefined;
  /** Host and port, and what else stands there; with `scheme` undefined a guess, the shortest first. */
  readonly authorities: readonly string[];
  /** What stands between the host and the path found, without slashes. */
  readonly between: string;
}

/** No scheme, host and prefix of a path that is longer is Azure's. */
export const LONGEST_URL_BEFORE = 400;

const NOTHING: UrlBefore = { length: 0, scheme: undefined, authorities: [], between: '' };

/**
 * Reads backwards from a path: scheme and host, which may be wrapped, or a host alone.
 *
 * @param text what stands before the path
 */
export function urlBefore(text: string): UrlBefore {
  return withScheme(text) ?? withoutScheme(text);
}

function withScheme(text: string): UrlBefore | undefined {
  const mark = [...text.matchAll(/:\s*\/\s*(?:\/\s*)+/g)].at(-1);
  if (!mark) return undefined;
  const scheme = /(?:h\s*t\s*t\s*p(?:\s*s)?|[a-z][a-z\d+.-]{0,20})\s*$/i.exec(
    text.slice(0, mark.index),
  );
  if (!scheme) return undefined;
  const behind = text.slice(mark.index + mark[0].length);
  const joined = behind.replaceAll(/\s+/g, '');
  // A host is wrapped once at most. What has more spaces in it are other words.
  const isOne = !/\s/.test(behind) || (/^[^/?#]*\/*$/.test(joined) && !/\s\S+\s/.test(behind));
  if (!isOne || /["'<>|]/.test(behind)) return undefined;
  const [, authority = '', between = ''] = /^([^/?#]*)(.*)$/.exec(joined) ?? [];
  // `Location: //subscriptions` is a header, not a scheme.
  if (!/^h\s*t\s*t\s*p/i.test(scheme[0]) && (authority === '' || /\s/.test(mark[0])))
    return undefined;
  return {
    length: text.length - scheme.index,
    scheme: scheme[0].replaceAll(/\s+/g, '').toLowerCase(),
    authorities: [authority],
    between: between.replaceAll(/^\/+|\/+$/g, ''),
  };
}

function withoutScheme(text: string): UrlBefore {
  const [, before = '', last = '', slashes = ''] =
    /(?:([a-z\d.:-]{1,80})\s+)?([a-z\d.:@-]{0,253})((?:\s*\/)*\s*)$/i.exec(text) ?? [];
  // A word before a space is no host.
  if (!slashes.startsWith('/')) return { ...NOTHING, length: slashes.trim().length };
  // What stands before it may be a label (`Location:`), and a host may be wrapped.
  const host = last.replace(/^[a-z-]*:(?!\d+$)/i, '');
  return {
    length: last.length + slashes.length,
    scheme: undefined,
    authorities: host === '' ? [] : [host, ...(before === '' ? [] : [`${before}${host}`])],
    between: '',
  };
}
