import type { PageMessage } from '../protocol.ts';
import type { RepeatableStage } from '../stage/repeatable-stage.ts';

export const DBA = 'C0DBA';
export const ONCALL = 'C0ONCALL';
export const RANDOM = 'C0RANDOM';
export const FINANCE = 'G0FINANCE';
export const DIRECT = 'D0ALICE';

/** What the pictures show. */
export interface Scene {
  /** Of an operation under way. */
  readonly running: PageMessage;
  /** Of one that has failed. */
  readonly failed: PageMessage;
  readonly alert: PageMessage;
  /** Of operations that failed soon after others. */
  readonly digest: PageMessage;
}

/** An import and a backup under way; an import, a backup and six more that failed; some answers. */
export async function setScene(stage: RepeatableStage): Promise<Scene> {
  await stage.act({ do: 'set-speed', speed: 60 });
  await stage.act({ do: 'start-story', story: 'failure', isWatched: true });
  await stage.act({ do: 'start-story', story: 'import-fails', isWatched: true });
  const isAlert = ({ text, threadTs }: PageMessage) => threadTs === undefined && /fail/.test(text);
  const alert = await until(
    stage,
    ONCALL,
    (message) => isAlert(message) && names(message, 'customers'),
  );
  await until(stage, ONCALL, (message) => isAlert(message) && names(message, 'billing'));
  await stage.act({ do: 'start-story', story: 'failures-at-once' });
  const digest = await until(stage, ONCALL, (message) => names(message, 'shop-6-prod'));
  await stage.act({ do: 'set-speed', speed: 10 });
  await stage.act({ do: 'start-story', story: 'backup' });
  const { operations } = stage.state();
  const reference = operations.at(-1)?.reference ?? '';
  const text = `watch ${reference} as nightly full backup`;
  await stage.act({ do: 'command', channel: DBA, text });
  // In the middle, and it stays there while the pictures are taken.
  const isMidway = (message: PageMessage) => /\b[34]\d %/.test(JSON.stringify(message.blocks));
  const isRunning = isCard('orders-prod');
  const running = await until(stage, DBA, (message) => isRunning(message) && isMidway(message));
  await stage.act({ do: 'set-speed', speed: 1 });
  for (const [channel, command] of [
    [RANDOM, 'list all'],
    [FINANCE, 'doctor'],
    [DIRECT, 'help'],
  ] as const) {
    await stage.act({ do: 'command', channel, text: command });
  }
  const failed = await until(stage, DBA, isCard('customers-staging'));
  return { running, failed, alert, digest };
}

function isCard(server: string): (message: PageMessage) => boolean {
  return (message) =>
    message.threadTs === undefined && !message.ephemeral && names(message, server);
}

function names(message: PageMessage, server: string): boolean {
  return JSON.stringify([message.text, message.blocks]).includes(server);
}

/** The first message of a channel that is so, once there is one. */
export async function until(
  stage: RepeatableStage,
  channel: string,
  isSo: (message: PageMessage) => boolean,
): Promise<PageMessage> {
  const { promise, resolve } = Promise.withResolvers<PageMessage>();
  const look = () => {
    const found = stage
      .state()
      .messages.find((message) => message.channel === channel && !message.deleted && isSo(message));
    if (found !== undefined) resolve(found);
  };
  const stopListening = stage.onChange(look);
  look();
  return await promise.finally(stopListening);
}
