/** The text of a PEM file, or why there is none: the rest of a sentence. */
export type PemFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly problem: string };

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this process may not read that file',
  EPERM: 'this process may not read that file',
  EISDIR: 'that is a folder',
};

/** @param setting a file's path, or its text, which is taken as it is */
export function readPemFile(setting: string, readFile: (path: string) => string): PemFile {
  if (setting.includes('-----BEGIN')) return { kind: 'text', text: setting };
  try {
    return { kind: 'text', text: readFile(setting) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = REASONS[code] ?? 'there is no such file';
    return {
      kind: 'unreadable',
      problem: `must be the path of a PEM file, or its text: ${reason}`,
    };
  }
}
