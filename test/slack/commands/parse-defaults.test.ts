import { describe, expect, test } from 'vitest';
import { USAGE } from '../../../src/slack/commands/command.ts';
import { parseCommand } from '../../../src/slack/commands/parse-command.ts';

describe('defaults', () => {
  test.each([
    ['defaults', { kind: 'show' }],
    ['Defaults CLEAR', { kind: 'clear' }],
    ['defaults in East US', { kind: 'set', location: 'East US' }],
    ['defaults on prod', { kind: 'set', subscription: 'prod' }],
    ['defaults notes off', { kind: 'set', isQuiet: true }],
    ['defaults Notes ON', { kind: 'set', isQuiet: false }],
    [
      'defaults notes on on prod in West Europe',
      { kind: 'set', isQuiet: false, subscription: 'prod', location: 'West Europe' },
    ],
    [
      'defaults —in “Mars North” —notes off',
      { kind: 'set', isQuiet: true, location: 'Mars North', isLocationMeant: true },
    ],
  ])('%s', (text, wish) => {
    expect(parseCommand(text)).toEqual({ kind: 'defaults', wish });
  });

  test.each([
    ['defaults notes', 'Something is missing after “notes”.'],
    ['defaults notes maybe', 'Notes are `on` or `off`.'],
    ['defaults in East US in West US', '“in” stands twice.'],
    ['defaults as nightly', "I don't know what to do with “as”."],
    ['defaults clear all', "I don't know what to do with “clear”."],
  ])('%s: says what is wrong, and how it goes', (text, problem) => {
    expect(parseCommand(text)).toEqual({ kind: 'incomplete', problem, usage: USAGE.defaults });
  });

  test('is meant by words that come near it', () => {
    expect(parseCommand('default in East US')).toMatchObject({ meant: 'defaults in East US' });
    expect(parseCommand('settings')).toMatchObject({ meant: 'defaults' });
  });
});
