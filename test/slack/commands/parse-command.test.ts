import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOperations } from '../../../src/azure/parse-operations.ts';
import { USAGE } from '../../../src/slack/commands/command.ts';
import { parseCommand } from '../../../src/slack/commands/parse-command.ts';

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
    `watch ${ID} in westeurope on 'prod' as “nightly”`,
    `watch ${ID} in westeurope on „prod“ as «nightly»`,
    `watch (${ID}), in westeurope on prod as nightly`,
    `watch Location: ${urlIn('eastus')}${QUERY_IN_SLACK}\nRetry-After: 10\nin westeurope on prod as nightly`,
    `watch "${urlIn('eastus')}${QUERY_IN_SLACK}" in westeurope on prod as nightly`,
  ])('takes its words in any order, spelling and quotes: %s', (text) => {
    expect(wish(text)).toEqual({ location: 'westeurope', subscription: 'prod', label: 'nightly' });
  });

  it('takes locations of several words', () => {
    expect(wish(`watch ${ID} in West Europe on prod`)).toEqual({
      location: 'West Europe',
      subscription: 'prod',
    });
  });

  it.each(['"Atlantis North"', '“Atlantis North”', "'Atlantis North'", '‘Atlantis North’'])(
    'takes a location in quotes as it is meant: %s',
    (location) => {
      expect(wish(`watch ${ID} in ${location}`)).toEqual({
        location: 'Atlantis North',
        isLocationMeant: true,
      });
    },
  );

  it.each([
    ['backup "quick" and "dirty"', 'backup "quick" and "dirty"'],
    ['"quick" backup', '"quick" backup'],
    ['"quick" and "dirty"', '"quick" and "dirty"'],
    ["Bob's", "Bob's"],
    ['“nightly”', 'nightly'],
    ['*all* _tmp_ `x` :wave:', '*all* _tmp_ `x` :wave:'],
    ['👩‍💻 —in the night', '👩‍💻 —in the night'],
    ['see <http://example.com|example.com>', 'see example.com'],
    [`copy of ${SUBSCRIPTION}`, `copy of ${SUBSCRIPTION}`],
  ])('takes a label letter for letter: %s', (typed, label) => {
    expect(wish(`watch ${ID} as ${typed}`)).toEqual({ label });
  });

  it('takes what is pasted whole, whatever words are in it', () => {
    const pasted = [
      `DEBUG: 'Azure-AsyncOperation': '${urlIn('eastus')}${QUERY_IN_SLACK}'`,
      `DEBUG: 'Location': '${urlIn('eastus')}${QUERY_IN_SLACK}'`,
      'INFO: Command ran in 1.344 seconds (init: 0.1, invoke: 1.2)',
    ].join('\n');
    expect(wish(`watch ${pasted}`)).toEqual({});
    expect(wish(`watch ${pasted} in West Europe`)).toEqual({ location: 'West Europe' });
    expect(wish(`watch ${pasted}\nas nightly`)).toEqual({ label: 'nightly' });
  });

  it('takes several operations, and what is said about all of them at the end', () => {
    const both = `${ID} and ${urlIn('East US 2')}`;
    expect(parseCommand(`watch ${both} in westeurope`)).toEqual({
      kind: 'watch',
      wish: { operation: both, location: 'westeurope' },
    });
    expect(parseCommand(`watch ${ID} in eastus ${SUBSCRIPTION}`)).toMatchObject({
      kind: 'incomplete',
      problem: expect.stringContaining('all operations first'),
    });
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
    expect(command).toMatchObject({ kind: 'watch', wish: { label: 'nightly' } });
    expect(link).toContain(command.kind === 'watch' ? command.wish.operation : 'none');
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
    ['list', 'here', 1],
    ['list mine', 'mine', 1],
    ['LIST ALL', 'all', 1],
    ['list 2', 'here', 2],
    ['list all 12', 'all', 12],
    ['list page 3 mine', 'mine', 3],
  ])('takes its scope and page: %s', (text, scope, page) => {
    expect(parseCommand(text)).toEqual({ kind: 'list', scope, page });
  });

  it.each(['list yours', 'list mine all', 'list 0', 'list 1 2', 'list 1e3', 'list -1'])(
    'does not take: %s',
    (text) => {
      expect(parseCommand(text)).toMatchObject({ kind: 'incomplete', usage: USAGE.list });
    },
  );
});

describe('stop', () => {
  it('takes an operation', () => {
    expect(parseCommand(`stop ${ID}`)).toEqual({ kind: 'stop', operation: ID });
  });
});

describe('quiet', () => {
  it.each([
    [`quiet ${ID}`, ID, true],
    ['quiet nightly export', 'nightly export', true],
    ['quiet', '', true],
    [`quiet off ${ID}`, ID, false],
    ['Quiet OFF nightly export', 'nightly export', false],
    ['quiet off', '', false],
    ['quiet offline copy', 'offline copy', true],
  ])('takes what is named, and whether it is to end: %s', (text, operation, isQuiet) => {
    expect(parseCommand(text)).toEqual({ kind: 'quiet', operation, isQuiet });
  });

  it('takes nothing besides', () => {
    expect(parseCommand(`quiet ${ID} please`)).toMatchObject({ usage: USAGE.quiet });
  });
});

describe('a name', () => {
  it.each(['nightly export', 'backup in the night', 'R&D'])(
    'may stand for an operation: %s',
    (name) => {
      const typed = name.replaceAll('&', '&amp;');
      expect(parseCommand(`stop ${typed}`)).toEqual({ kind: 'stop', operation: name });
      expect(parseCommand(`status ${typed}`)).toMatchObject({ kind: 'status', wish: { name } });
    },
  );

  it('may be left away', () => {
    expect(parseCommand('stop')).toEqual({ kind: 'stop', operation: '' });
    expect(parseCommand('status')).toMatchObject({ kind: 'status', wish: { operation: '' } });
  });
});

describe('the form', () => {
  it.each(['', '   ', 'watch', ' /mysqlop watch '])('is what %j asks for', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'form' });
  });
});

describe('help', () => {
  it.each(['Help', 'help me please'])('is what %j asks for', (text) => {
    expect(parseCommand(text)).toEqual({ kind: 'help' });
  });
});

describe('a command that is not complete', () => {
  it.each([
    ['watch as nightly', 'Which operation?'],
    ['status —on prod', 'Which operation?'],
    [`stop ${ID} now`, 'The operation alone will do'],
    [`watch ${ID} HTTP/1.1`, 'what follows the operation'],
    [`watch ${ID} in on prod`, 'Something is missing after “in”'],
    [`watch ${ID} in ""`, 'Something is missing after “in”'],
    [`watch ${ID} as`, 'Something is missing after “as”'],
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
    expect(parseCommand('watch in eastus')).toMatchObject({ usage: USAGE.watch });
    expect(parseCommand('status in eastus')).toMatchObject({ usage: USAGE.status });
    expect(parseCommand(`stop ${ID} now`)).toMatchObject({ usage: USAGE.stop });
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
    ['mute', 'quiet'],
  ])('gets the nearest command with the rest of the line: %s', (text, meant) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'unknown', meant });
  });

  it.each(['frobnicate', 'hello there', 'wwwwatch', '🤷', 'x'.repeat(5000)])(
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

  it.each(['westeurope', 'Germany%20West%20Central'])(
    'is suggested whole, so that the suggestion works: %s',
    (location) => {
      const command = parseCommand(`${urlIn(location)}${QUERY_IN_SLACK}`);
      const meant = command.kind === 'unknown' ? (command.meant ?? '') : '';
      const suggested = parseCommand(meant);
      const operation = suggested.kind === 'watch' ? suggested.wish.operation : '';
      expect(parseOperations(operation, { armEndpoint: ARM })[0]).toMatchObject({
        kind: 'reference',
        reference: { operationId: ID },
      });
    },
  );
});

describe('a signature', () => {
  const pasted = `${urlIn('westeurope')}${QUERY_IN_SLACK}`;

  it.each([
    `<${pasted}|${pasted}>`,
    `wacth <${pasted}|operation>`,
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

  it.each(['"', '<', 'in ', '—', '&amp;', 'a?'])(
    'is answered at once, however long: %j many times',
    (part) => {
      const text = `watch ${ID} as ${part.repeat(100_000)}`;
      const started = process.cpuUsage();
      parseCommand(text);
      parseCommand(text.slice(6));
      expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
    },
  );
});
