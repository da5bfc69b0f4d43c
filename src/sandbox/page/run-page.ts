import { startDemo } from './start-demo.ts';

/** Starts the demo, says where its page is, and stays until Ctrl-C. */
export async function runPage(options: { readonly port?: number }): Promise<void> {
  const interrupted = new Promise<void>((resolve) => {
    // Asked twice is no more than once: what is being stopped must not be left half.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve());
    }
  });
  try {
    // What is only half started has to be waited for, or it would be left behind.
    const starting = startDemo(options);
    const isReady = await Promise.race([starting.then(() => true), interrupted.then(() => false)]);
    const demo = await starting;
    if (isReady) {
      process.stdout.write(
        `A simulated Slack and Azure with the real bot: ${demo.url} (Ctrl-C ends it)\n`,
      );
    }
    await interrupted;
    await demo.stop();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
