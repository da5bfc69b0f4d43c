/** Whether only some people can see a conversation: Slack tells it by its name, or by what its id begins with. */
export function isPrivateName(channelId: string, channelName: string): boolean {
  return /^[DG]/.test(channelId) || /^(?:directmessage|privategroup)$|^mpdm-/.test(channelName);
}
