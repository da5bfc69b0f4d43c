import type { Config } from '../config/config.ts';
import type { NeededChannel } from '../slack/channel-check.ts';

/** Where on-call is told of a failure, where where that is in vain, and where instead. */
export function neededChannels({ oncall, fallbackChannel }: Config): readonly NeededChannel[] {
  const named = [
    ['ONCALL_CHANNEL', oncall.channel],
    ['ESCALATION_CHANNEL', oncall.escalationChannel],
    ['FALLBACK_CHANNEL', fallbackChannel],
  ] as const;
  return named.flatMap(([setting, id]) => (id === undefined ? [] : [{ setting, id }]));
}
