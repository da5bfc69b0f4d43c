import type { Finding } from '../../asking/doctor.ts';
import type { Config } from '../../config/config.ts';

/** What of the settings works, and is seldom what somebody wants. */
export function examineSettings({
  oncall,
  fallbackChannel,
  azure,
  policy,
  misspelt,
}: Config): readonly Finding[] {
  const odd: [boolean, about: string, says: string][] = [
    ...misspelt.map(({ name, meant }): [boolean, string, string] => [
      true,
      name,
      `No setting has that name, so it decides nothing. If ${meant} is meant, correct it.`,
    ]),
    [
      oncall.mention === undefined,
      'ONCALL_MENTION',
      'It is not set, so an alert mentions nobody, and no telephone rings. Set it to the id of a user group.',
    ],
    [
      !policy.alertOn.includes('failed'),
      'ALERT_ON',
      'It leaves out failed, so on-call is not told of failures. Add it.',
    ],
    [
      fallbackChannel === oncall.channel,
      'FALLBACK_CHANNEL',
      'It is the same as ONCALL_CHANNEL, so where that is closed nothing is told there either. Name another channel.',
    ],
    [
      azure.accessToken !== undefined,
      'AZURE_ACCESS_TOKEN',
      'I sign in with a ready token, which ends within hours. Take it away, and give me a managed identity or a service principal.',
    ],
    [
      azure.locations.length === 0,
      'AZURE_LOCATIONS',
      'It is not set, so a bare operation id can’t be looked for. Name the locations of your servers.',
    ],
  ];
  const found = odd
    .filter(([isSo]) => isSo)
    .map(([, about, says]): Finding => ({ state: 'notice', about, says }));
  return found.length > 0 ? found : [{ state: 'fine', about: 'Settings', says: 'None is odd.' }];
}
