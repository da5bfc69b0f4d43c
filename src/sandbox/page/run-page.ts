import { startDemo } from './start-demo.ts';

/** Starts the demo, says where its page is, and stays until Ctrl-C. */
export async function runPage(options: { readonly port?: number }): Promise<void> {
  const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<void>();
  let isInterrupted = false;
  // Asked twice is no more than once: what is being stopped must not be left half.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      isInterrupted = true;
      interrupt();
    });
  }
  try {
    // What is only half started has to be waited for, or it would be left behind.
    const demo = await startDemo(options);
    if (!isInterrupted) {
      process.stdout.write(
        `A simulated Slack and Azure with the real bot: ${demo.url} (Ctrl-C ends it)\n`,
      );
    }
    await interrupted;
    await demo.stop();
    process.exit(0);
  } catch (error) {
    // Ctrl-C may take away what the start was just using: that is no problem to tell of.
    if (isInterrupted) process.exit(0);
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
