import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOperation } from '../../../src/azure/parse-operation.ts';
import { parseCommand, USAGE } from '../../../src/slack/commands/parse-command.ts';

const ID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const ARM = 'https://management.azure.com';
const SIGNATURE = 'c2lnbmF0dXJlLW9mLW91cnM';
const QUERY = `?api-version=2024-12-30&t=638&c=MIIH${SIGNATURE}&s=${SIGNATURE}&h=${SIGNATURE}`;
/** Slack escapes what people paste. */
const QUERY_IN_SLACK = QUERY.replaceAll('&', '&amp;');

function urlIn(location: string): string {
  return `${ARM}/subscriptions/${SUBSCRIPTION}/providers/Microsoft.DBforMySQL/locations/${location}/azureAsyncOperation/${ID}`;
}

/** What a wish to watch an operation says beside it; fails where it is none. */
function wish(text: string) {
  const command = parseCommand(text);
  if (command.kind !== 'watch') throw new Error(`${text} is ${JSON.stringify(command)}`);
  const { operation: _operation, ...rest } = command.wish;
  return rest;
}

describe('watch', () => {
  it('takes an operation alone', () => {
    expect(parseCommand(`watch ${ID}`)).toEqual({ kind: 'watch', wish: { operation: ID } });
  });

  it.each([
    `watch ${ID} in westeurope on prod as nightly`,
    `watch ${ID} on prod in westeurope as nightly`,
    `  WATCH   ${ID}\tIn westeurope ON prod\nAs nightly `,
    `watch ${ID} --in westeurope -on prod --as nightly`,
    `watch ${ID} —in westeurope –on prod —as nightly`,
    `watch ${ID} in "westeurope" on 'prod' as “nightly”`,
    `watch ${ID} in ‘westeurope’ on „prod“ as «nightly»`,
  ])('takes its words in any order, spelling and quotes: %s', (text) => {
    expect(wish(text)).toEqual({ location: 'westeurope', subscription: 'prod', label: 'nightly' });
  });

  it('takes locations of several words', () => {
    expect(wish(`watch ${ID} in West Europe on prod`)).toEqual({
      location: 'West Europe',
      subscription: 'prod',
    });
    expect(wish(`watch ${ID} in “South Africa North”`)).toEqual({ location: 'South Africa North' });
  });

  it('takes all that follows "as" for the label', () => {
    expect(wish(`watch ${ID} as backup in the night on Sunday as ever`)).toEqual({
      label: 'backup in the night on Sunday as ever',
    });
  });

  it('takes a label as it was typed, before Slack escaped it', () => {
    expect(wish(`watch ${ID} as R&amp;D &lt;3 &amp;lt;`)).toEqual({ label: 'R&D <3 &lt;' });
  });

  it('takes a pasted link with its signature', () => {
    const link = `<${urlIn('westeurope')}${QUERY_IN_SLACK}>`;
    const command = parseCommand(`watch ${link} as nightly`);
    expect(command).toEqual({ kind: 'watch', wish: { operation: link, label: 'nightly' } });
  });
});

describe('status', () => {
  it('takes the same places', () => {
    expect(parseCommand(`status ${ID} on prod in West Europe`)).toEqual({
      kind: 'status',
      wish: { operation: ID, location: 'West Europe', subscription: 'prod' },
    });
  });

  it('has no label', () => {
    expect(parseCommand(`status ${ID} as nightly`)).toMatchObject({ kind: 'incomplete' });
  });
});

describe('list', () => {
  it.each([
    ['list', 'here'],
    ['list here', 'here'],
    ['list mine', 'mine'],
    ['LIST ALL', 'all'],
  ])('takes its scope: %s', (text, scope) => {
    expect(parseCommand(text)).toEqual({ kind: 'list', scope });
  });

  it.each(['list yours', 'list mine all', 'list all please'])('does not take: %s', (text) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'incomplete', usage: USAGE.list });
  });
});

describe('stop', () => {
  it('takes an operation', () => {
    expect(parseCommand(`stop ${ID}`)).toEqual({ kind: 'stop', operation: ID });
  });
});

describe('help', () => {
  it.each(['', '   ', 'help', 'Help', 'help me please'])('is what %j asks for', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'help' });
  });
});

describe('a command that is not complete', () => {
  it.each([
    ['watch', 'Which operation?'],
    ['watch in westeurope', 'Which operation?'],
    ['watch as nightly', 'Which operation?'],
    ['status', 'Which operation?'],
    ['status —on prod', 'Which operation?'],
    ['stop', 'Which operation?'],
    [`stop ${ID} ${ID}`, 'The operation alone will do'],
    [`watch ${ID} in`, 'Something is missing after “in”'],
    [`watch ${ID} in on prod`, 'Something is missing after “in”'],
    [`watch ${ID} in ""`, 'Something is missing after “in”'],
    [`watch ${ID} on`, 'Something is missing after “on”'],
    [`watch ${ID} as`, 'Something is missing after “as”'],
    [`watch ${ID} in a in b`, '“in” stands twice'],
    [`watch ${ID} on a in b on c`, '“on” stands twice'],
    [`watch ${ID} nightly`, '“nightly”'],
    [`watch ${ID} as ${'x'.repeat(81)}`, 'The label is too long'],
  ])('is told what it lacks: %s', (text, problem) => {
    const command = parseCommand(text);
    expect(command).toMatchObject({
      kind: 'incomplete',
      problem: expect.stringContaining(problem),
    });
  });

  it('is shown the right form', () => {
    expect(parseCommand('watch')).toMatchObject({ usage: USAGE.watch });
    expect(parseCommand('status')).toMatchObject({ usage: USAGE.status });
    expect(parseCommand('stop')).toMatchObject({ usage: USAGE.stop });
  });
});

describe('a slip', () => {
  it.each([
    [`wacth ${ID}`, `watch ${ID}`],
    [`wathc ${ID} in West Europe as nightly`, `watch ${ID} in West Europe as nightly`],
    ['lst mine', 'list mine'],
    [`/mysqlop wacth ${ID}`, `watch ${ID}`],
    [`unwatch ${ID}`, `stop ${ID}`],
    [`cancel ${ID}`, `stop ${ID}`],
    ['?', 'help'],
    ['LSIT', 'list'],
    [`stpo ${ID}`, `stop ${ID}`],
    [`statsu ${ID}`, `status ${ID}`],
    ['hlep', 'help'],
  ])('gets the nearest command with the rest of the line: %s', (text, meant) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'unknown', meant });
  });

  it.each(['abracadabra', 'frobnicate', 'hello there', 'wwwwatch', '🤷', 'x'.repeat(5000)])(
    'that is near to nothing gets no guess: %s',
    (text) => {
      expect(parseCommand(text)).toMatchObject({ kind: 'unknown', meant: undefined });
    },
  );
});

describe('an operation without a command', () => {
  it('is probably to be watched', () => {
    expect(parseCommand(ID)).toMatchObject({ kind: 'unknown', meant: `watch ${ID}` });
    expect(parseCommand(`<${urlIn('westeurope')}>`)).toMatchObject({
      meant: `watch ${urlIn('westeurope')}`,
    });
    expect(parseCommand(urlIn('westeurope').slice(ARM.length))).toMatchObject({
      meant: `watch ${urlIn('westeurope').slice(ARM.length)}`,
    });
  });

  it.each(['westeurope', 'australiasoutheast', 'Germany%20West%20Central'])(
    'is suggested whole, so that the suggestion works: %s',
    (location) => {
      const command = parseCommand(`${urlIn(location)}${QUERY_IN_SLACK}`);
      const meant = command.kind === 'unknown' ? (command.meant ?? '') : '';
      const suggested = parseCommand(meant);
      const operation = suggested.kind === 'watch' ? suggested.wish.operation : '';
      expect(parseOperation(operation, { armEndpoint: ARM })).toMatchObject({
        kind: 'reference',
        reference: { operationId: ID },
      });
    },
  );
});

describe('a signature', () => {
  const pasted = `${urlIn('westeurope')}${QUERY_IN_SLACK}`;

  it.each([
    pasted,
    `<${pasted}>`,
    `<${pasted}|${pasted}>`,
    `wacth ${pasted} in westeurope`,
    `wacth <${pasted}|operation>`,
    `watch ${ID} ${pasted}`,
    `watch ${ID} nightly ${pasted}`,
    `list ${pasted}`,
    `stop ${ID} ${pasted}`,
    `abracadabra ${pasted}`,
    `watch ${urlIn('westeurope')} ${QUERY_IN_SLACK}`,
    `wacth ${urlIn('westeurope')} ${QUERY_IN_SLACK}`,
  ])('is never said back: %s', (text) => {
    const command = parseCommand(text);
    if (command.kind === 'watch' || command.kind === 'status' || command.kind === 'stop') return;
    expect(JSON.stringify(command)).not.toContain(SIGNATURE);
  });
});

describe('any text', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'watch',
      'status',
      'list',
      'stop',
      'in',
      'on',
      'as',
      '--in',
      '—as',
      ID,
      '“',
      '?',
    ),
    fc.string({ unit: 'grapheme', maxLength: 10 }),
  );
  const line = fc.oneof(
    fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    fc.string({ unit: 'binary', maxLength: 500 }),
  );

  it('is answered', () => {
    fc.assert(
      fc.property(line, (text) => {
        expect(parseCommand(text)).toHaveProperty('kind');
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['?', '"', '<', 'in ', 'as ', '—', ' ', '&amp;', 'a?'])(
    'is answered at once, however long: %j many times',
    (part) => {
      const text = `watch ${ID} as ${part.repeat(100_000)}`;
      const startedAt = performance.now();
      parseCommand(text);
      parseCommand(text.slice(6));
      expect(performance.now() - startedAt).toBeLessThan(1000);
    },
  );
});
