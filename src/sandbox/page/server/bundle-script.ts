import { rolldown } from 'rolldown';

/** Makes one script of an entry file and all that it imports, in memory. */
export async function bundleScript(entry: string): Promise<string> {
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    // The page links its styles itself.
    moduleTypes: { '.css': 'empty' },
    transform: {
      define: { 'process.env.NODE_ENV': '"production"' },
      jsx: { runtime: 'automatic' },
    },
    checks: { pluginTimings: false },
    logLevel: 'silent',
  });
  try {
    const { output } = await bundle.generate({
      format: 'esm',
      minify: true,
      codeSplitting: false,
    });
    return output[0].code;
  } finally {
    await bundle.close();
  }
}
