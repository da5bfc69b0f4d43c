import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackFailure } from '../api/slack-failure.ts';

/**
 * Opens a form for who has just asked for it: Slack takes it for 3 s. Without our memory, too.
 *
 * @returns whether it is open; a delivery of Slack's that comes twice finds it open
 */
export async function openForm(
  client: WebClient,
  triggerId: string,
  form: ModalView,
  log: Logger,
): Promise<boolean> {
  try {
    await client.views.open({ trigger_id: triggerId, view: form });
    log.info({ event: 'form.opened' });
    return true;
  } catch (error) {
    const { error: detail } = slackFailure(error);
    if (detail === 'exchanged_trigger_id') return true;
    log.warn({ event: 'form.not_opened', detail });
    return false;
  }
}
