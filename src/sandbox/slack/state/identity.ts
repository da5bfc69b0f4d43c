/** Who is who in the simulated workspace. The ids look like Slack's and belong to nobody. */
export const IDENTITY = {
  teamId: 'T0SIMULATED',
  teamName: 'Simulated',
  teamDomain: 'simulated',
  appId: 'A0SIMULATED',
  botId: 'B0SIMULATED',
  botUserId: 'U0SIMULATEDBOT',
  botName: 'mysqlop',
  url: 'https://simulated.slack.com/',
} as const;
