import { parseArgs } from 'node:util';

/** What was asked of the demo on its command line. */
export type DemoOrder =
  | { readonly kind: 'page'; readonly port?: number }
  | { readonly kind: 'script' }
  | { readonly kind: 'unknown' };

export const DEMO_USAGE = 'Usage: npm run demo [-- --script | -- --port <1 to 65535>]';

export function parseDemoArguments(args: readonly string[]): DemoOrder {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { script: { type: 'boolean' }, port: { type: 'string' } },
    });
    if (values.script) return values.port === undefined ? { kind: 'script' } : { kind: 'unknown' };
    if (values.port === undefined) return { kind: 'page' };
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : 0;
    return port >= 1 && port <= 65_535 ? { kind: 'page', port } : { kind: 'unknown' };
  } catch {
    return { kind: 'unknown' };
  }
}
