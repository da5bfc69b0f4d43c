import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDemo, type TestDemo } from './start-test-demo.ts';

const DBA = 'C0DBA';

/** Two processes, which may have to share the machine with much else. */
const START_WITHIN_MS = 120_000;

let demo: TestDemo;

beforeAll(async () => {
  demo = await startTestDemo({ isQuiet: false });
}, START_WITHIN_MS);

afterAll(() => demo.stop());

const isCard = ({ text, threadTs, ephemeral }: ReturnType<TestDemo['messages']>[number]) =>
  text.includes('orders-staging') && threadTs === undefined && !ephemeral;

test('a visitor finds an import under way, which a colleague watches', async () => {
  const card = await demo.until(DBA, isCard);
  expect(JSON.stringify(card.blocks)).toContain('<@U0BOB>');
  const [operation, ...others] = demo.stage.state().operations;
  expect(others).toEqual([]);
  expect(operation).toMatchObject({ server: 'orders-staging', ended: false });
  expect(operation?.percent).toBeGreaterThan(25);
  expect(demo.messages(DBA).filter(({ ephemeral }) => ephemeral)).toEqual([]);
});

test('what only the visitor sees can be put away, and nothing else', async () => {
  await demo.act({ do: 'command', channel: 'C0RANDOM', text: 'help' });
  const [answer] = demo.messages('C0RANDOM');
  const ts = answer?.ts ?? '';
  expect(await demo.act({ do: 'dismiss', channel: 'C0RANDOM', ts })).toEqual({});
  expect(demo.messages('C0RANDOM')).toMatchObject([{ ts, deleted: true, text: '' }]);
  const card = await demo.until(DBA, isCard);
  expect(await demo.act({ do: 'dismiss', channel: DBA, ts: card.ts })).toEqual({
    problem: 'That is not there.',
  });
});

test('a story can be watched as it starts, and is cleared away when it has ended', async () => {
  await demo.act({ do: 'set-speed', speed: 180 });
  await demo.act({ do: 'start-story', story: 'import-fails', isWatched: true });
  await demo.until('C0ONCALL', ({ text }) => /customers-staging/.test(text));
  const shown = () => demo.stage.state().operations.map(({ server }) => server);
  expect(shown()).toEqual(['orders-staging', 'customers-staging']);
  expect(await demo.act({ do: 'clear-ended' })).toEqual({});
  expect(shown()).not.toContain('customers-staging');
});

test('all begins anew, for the page that is open too', async () => {
  const events: string[] = [];
  const stopListening = demo.stage.onChange(({ kind }) => events.push(kind));
  const first = demo.act({ do: 'start-over' });
  expect(await Promise.all([first, demo.act({ do: 'start-over' })])).toEqual([{}, {}]);
  expect(events.filter((kind) => kind === 'state')).toHaveLength(1);
  stopListening();
  const { messages, operations, controls } = demo.stage.state();
  expect(messages.every(({ text }) => !text.includes('customers-staging'))).toBe(true);
  expect(operations).toHaveLength(1);
  expect(controls.speed).toBe(10);
  await demo.until(DBA, isCard);
  expect(await demo.act({ do: 'command', channel: DBA, text: 'list' })).toEqual({});
}, 60_000);
