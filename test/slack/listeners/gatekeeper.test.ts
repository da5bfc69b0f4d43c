import { describe, expect, it } from 'vitest';
import { createGatekeeper } from '../../../src/slack/listeners/gatekeeper.ts';
import { channelNamed, teamNamed, userNamed } from '../../names.ts';

const HOME = teamNamed('T0HOME');
const ALICE = { channel: channelNamed('C0DBA'), user: userNamed('U0ALICE'), teams: [HOME] };
const teams = () => [HOME];

describe('the gatekeeper', () => {
  it('lets everybody pass everywhere where nothing is set', () => {
    const gatekeeper = createGatekeeper({ channels: undefined, users: undefined, teams });
    expect(gatekeeper(ALICE)).toBeUndefined();
  });

  it('lets those on the lists pass', () => {
    const gatekeeper = createGatekeeper({
      channels: [channelNamed('C0OPS'), channelNamed('C0DBA')],
      users: [userNamed('U0ALICE')],
      teams,
    });
    expect(gatekeeper(ALICE)).toBeUndefined();
  });

  it('refuses other channels, and says what to do', () => {
    const gatekeeper = createGatekeeper({
      channels: [channelNamed('C0OPS')],
      users: undefined,
      teams,
    });
    expect(gatekeeper(ALICE)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringMatching(/channel\. Please/),
    });
  });

  it('minds only who it is where the channel does not matter', () => {
    const channels = [channelNamed('C0OPS')];
    expect(
      createGatekeeper({ channels, users: [userNamed('U0ALICE')], teams })(ALICE, 'anywhere'),
    ).toBeUndefined();
    expect(
      createGatekeeper({ channels, users: [userNamed('U0BOB')], teams })(ALICE, 'anywhere'),
    ).toBeDefined();
  });

  it('refuses other people, and says what to do', () => {
    const gatekeeper = createGatekeeper({
      channels: undefined,
      users: [userNamed('U0BOB')],
      teams,
    });
    expect(gatekeeper(ALICE)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringMatching(/list of people.*Please/),
    });
  });

  it('takes no part of an id for the id', () => {
    const gatekeeper = createGatekeeper({
      channels: undefined,
      users: [userNamed('U0ALICE2')],
      teams,
    });
    expect(gatekeeper(ALICE)).toBeDefined();
  });

  it('lets nobody pass an empty list', () => {
    expect(createGatekeeper({ channels: [], users: undefined, teams })(ALICE)).toBeDefined();
  });

  const ofTeams = (home: readonly string[] | undefined) =>
    createGatekeeper({ channels: undefined, users: undefined, teams: () => home?.map(teamNamed) });

  it('refuses people of another workspace, wherever that is', () => {
    const refusal = { kind: 'refused', explanation: expect.stringContaining('own workspace') };
    const stranger = { ...ALICE, teams: [teamNamed('T0ELSEWHERE')] };
    expect(ofTeams(['T0HOME'])(stranger)).toMatchObject(refusal);
    expect(ofTeams(['T0HOME'])(stranger, 'anywhere')).toMatchObject(refusal);
    expect(ofTeams(['T0HOME'])({ ...ALICE, teams: [] })).toMatchObject(refusal);
    expect(ofTeams(['T0HOME', 'T0ELSEWHERE'])(stranger)).toBeUndefined();
  });

  it('knows the workspaces of its own organisation where Slack tells of it', () => {
    const colleague = { ...ALICE, teams: [teamNamed('T0SISTER'), teamNamed('E0GRID')] };
    expect(ofTeams(['T0HOME', 'E0GRID'])(colleague)).toBeUndefined();
  });

  it('lets nobody pass while it does not know where it is at home', () => {
    expect(ofTeams(undefined)(ALICE)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining('try again'),
    });
  });
});
