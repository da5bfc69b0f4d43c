import { describe, expect, it } from 'vitest';
import { describeProblems } from '../../src/config/describe-problems.ts';
import { settings } from '../../src/config/settings.ts';
import { COMPLETE, problemsOf } from './complete-environment.ts';

describe('what a person reads of a bad environment', () => {
  const text = describeProblems(problemsOf({ LOG_LEVEL: 'loud' }));

  it('names each that is missing, with an example and how to get it', () => {
    const missing = [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'AZURE_SUBSCRIPTIONS',
      'ONCALL_CHANNEL',
    ] as const;
    for (const name of missing) {
      expect(text).toMatch(new RegExp(`^  ${name} is missing`, 'm'));
      expect(text).toContain(`example: ${name}=${settings[name].example}`);
      expect(text).toContain(`get it: ${settings[name].obtain}`);
    }
  });

  it('says of a bad value what it must be, with an example', () => {
    expect(text).toContain('  LOG_LEVEL must be one of: trace, debug, info, warn, error\n');
    expect(text).toContain('example: LOG_LEVEL=debug');
  });

  it('says where settings go', () => {
    expect(text).toContain('.env');
    expect(text.endsWith('\n')).toBe(true);
  });

  it('says nothing of what is in order', () => {
    const one = describeProblems(problemsOf({ ...COMPLETE, ONCALL_CHANNEL: '#oncall' }));
    expect(one).toContain('  ONCALL_CHANNEL must be a channel id');
    expect(one).not.toMatch(/SLACK_|AZURE_|REDIS_/);
  });
});
