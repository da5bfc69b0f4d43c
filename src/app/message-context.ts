import { portalLink } from '../azure/clouds.ts';
import type { Config } from '../config/config.ts';
import type { MessageContext } from '../slack/messages/message.ts';
import { runbookLink } from './runbook-link.ts';

/** Tells a subscription's name by its id. */
export function subscriptionNames({ azure }: Config): (id: string) => string {
  const names = new Map(azure.subscriptions.map(({ name, id }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

/** What messages say beside what they tell: names, links, mentions. */
export function messageContext(
  config: Config,
  portalUrl: string,
  subscriptionName: (id: string) => string,
): Omit<MessageContext, 'messageLink'> {
  return {
    subscriptionName,
    portalLink: (serverId) => portalLink({ portalUrl }, serverId),
    runbookLink: (code) => runbookLink(config.oncall.runbookUrl, code),
    oncallMention: config.oncall.mention,
    escalationMention: config.oncall.escalationMention,
    hidesPrivate: !config.oncall.isPrivateTold,
  };
}
