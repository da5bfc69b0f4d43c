import { describe, expect, it } from 'vitest';
import { readAllowed } from '../../src/azure/read-allowed.ts';
import { useReaders } from './reader-fixture.ts';

const fixture = useReaders();

function reading(allowed: readonly string[], altered: object = {}) {
  const reader = fixture.readerOf();
  const operation = fixture.azure.operation();
  const { subscriptionId, location, operationId } = operation;
  const reference = { subscriptionId, location, operationId, ...altered };
  return readAllowed(reader.read, allowed)(reference, {});
}

describe('a subscription', () => {
  it('that is allowed is read, in whatever casing a record has it', async () => {
    const id = fixture.azure.subscriptionId;
    expect(await reading([id])).toMatchObject({ kind: 'snapshot' });
    expect(await reading([id], { subscriptionId: id.toUpperCase() })).toMatchObject({
      kind: 'snapshot',
    });
  });

  it('that is not allowed any more is not asked about, and the reason says what to do', async () => {
    const answer = await reading(['0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9']);
    expect(answer).toMatchObject({ kind: 'failure', failure: 'off-limits' });
    expect(answer).toHaveProperty('explanation', expect.stringContaining('AZURE_SUBSCRIPTIONS'));
    expect(fixture.azure.requests).toEqual([]);
  });
});

describe('a reference that somebody has altered', () => {
  it.each([
    { location: '..' },
    { location: '.' },
    { location: '' },
    { location: '../../resourceGroups' },
    { location: 'westeurope\n' },
    { location: 'west%2Feurope' },
    { operationId: '..' },
    { operationId: '../x' },
    { operationId: '' },
    { operationId: 'x?api-version=1' },
    { operationId: 'x#y' },
    { subscriptionId: '..' },
    { subscriptionId: '' },
    { subscriptionId: '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e/..' },
  ])('to %j is not asked about', async (altered) => {
    const allowed = [fixture.azure.subscriptionId, '..', '', altered.subscriptionId ?? ''];
    expect(await reading(allowed, altered)).toMatchObject({ failure: 'off-limits' });
    await fixture.readerOf().read({
      subscriptionId: fixture.azure.subscriptionId,
      location: 'eastus',
      operationId: 'x',
      ...altered,
    });
    expect(fixture.azure.requests).toEqual([]);
  });
});
