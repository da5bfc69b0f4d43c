import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/check-blocks.ts';
import { supportAnswer } from '../../../src/slack/messages/support-answer.ts';
import { MINUTE, play, seen, snapshotReading } from '../../watch/build-record.ts';
import { foreignMarkup, markup, read } from './read-message.ts';

describe('what is copied for support', () => {
  test.each(['<!channel> & `x`', '👀'.repeat(9000), '‮'.repeat(9000), '"\n'.repeat(9000), ''])(
    'is one that Slack takes, at most 3,000 characters, and pings nobody: %#',
    (evil) => {
      const error = [{ depth: 0, code: evil, message: evil }];
      const end = snapshotReading({ status: 'Failed', serverId: `/a/${evil}`, error });
      const { record } = play(seen(), [[MINUTE, end]]);
      const message = supportAnswer({ kind: 'support', record });
      const [, copied] = message.blocks;
      if (!copied) throw new Error('There is nothing to copy');
      expect(checkBlocks(message.blocks, 50)).toMatchObject({ kind: 'valid' });
      expect(read({ blocks: [copied] }).length).toBeLessThanOrEqual(3000);
      expect(markup(message).flatMap(foreignMarkup)).toEqual([]);
    },
  );
});
