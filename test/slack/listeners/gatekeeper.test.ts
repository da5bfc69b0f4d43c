import { describe, expect, it } from 'vitest';
import { createGatekeeper } from '../../../src/slack/listeners/gatekeeper.ts';

const ALICE = { channel: 'C0DBA', user: 'U0ALICE' };

describe('the gatekeeper', () => {
  it('lets everybody pass everywhere where nothing is set', () => {
    const gatekeeper = createGatekeeper({ channels: undefined, users: undefined });
    expect(gatekeeper(ALICE)).toBeUndefined();
  });

  it('lets those on the lists pass', () => {
    const gatekeeper = createGatekeeper({ channels: ['C0OPS', 'C0DBA'], users: ['U0ALICE'] });
    expect(gatekeeper(ALICE)).toBeUndefined();
  });

  it('refuses other channels, and says what to do', () => {
    const gatekeeper = createGatekeeper({ channels: ['C0OPS'], users: undefined });
    expect(gatekeeper(ALICE)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringMatching(/channel\. Please/),
    });
  });

  it('minds only who it is where the channel does not matter', () => {
    const channels = ['C0OPS'];
    expect(createGatekeeper({ channels, users: ['U0ALICE'] })(ALICE, 'anywhere')).toBeUndefined();
    expect(createGatekeeper({ channels, users: ['U0BOB'] })(ALICE, 'anywhere')).toBeDefined();
  });

  it('refuses other people, and says what to do', () => {
    const gatekeeper = createGatekeeper({ channels: undefined, users: ['U0BOB'] });
    expect(gatekeeper(ALICE)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringMatching(/list of people.*Please/),
    });
  });

  it('takes no part of an id for the id', () => {
    const gatekeeper = createGatekeeper({ channels: undefined, users: ['U0ALICE2'] });
    expect(gatekeeper(ALICE)).toBeDefined();
  });

  it('lets nobody pass an empty list', () => {
    expect(createGatekeeper({ channels: [], users: undefined })(ALICE)).toBeDefined();
  });
});
