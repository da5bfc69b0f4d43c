/** Which deliveries of Slack's are new: it may deliver the same command or press twice. */
export interface Requests {
  /** @returns false where it has been carried out, or is being carried out, already */
  begin(triggerId: string): Promise<boolean>;
  finish(triggerId: string): Promise<void>;
}

/**
 * Carries out what a delivery of Slack's asks for, unless another delivery of the same does so. One
 * whose process died at it is carried out by the next.
 *
 * @param triggerId the same in each delivery of one command or press
 */
export async function onceOnly<Given>(
  requests: Requests,
  triggerId: string,
  work: () => Promise<Given>,
): Promise<Given | { readonly kind: 'repeated' }> {
  if (!(await requests.begin(triggerId))) return { kind: 'repeated' };
  const given = await work();
  // It has been done: where only that can't be noted, another delivery within seconds is still known.
  await requests.finish(triggerId).catch(() => undefined);
  return given;
}
