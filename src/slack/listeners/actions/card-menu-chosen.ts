import * as v from 'valibot';
import type { Refusal } from '../../../asking/refusals.ts';
import { WatchId } from '../../../watch/names.ts';
import { chosenOf } from '../../messages/card-buttons.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { buttonPressed } from './press.ts';

/** The menu behind a card's buttons. */
export function cardMenuChosen(dependencies: ListenerDependencies) {
  const { asking } = dependencies;
  return buttonPressed(
    {
      async press(presser, value) {
        const chosen = chosenOf(value);
        if (!chosen) return UNKNOWN;
        const watchId = v.parse(WatchId, chosen.watchId);
        switch (chosen.choice) {
          case 'notes-off':
          case 'notes-on':
            return await asking.quietCard(presser, watchId, chosen.choice === 'notes-off');
          case 'portal':
            return { kind: 'opened' };
          case 'support':
            return await asking.support(presser, watchId);
          default:
            return chosen.choice satisfies never;
        }
      },
      namesInLog(value) {
        const chosen = chosenOf(value);
        return chosen ? { watch: chosen.watchId, choice: chosen.choice } : {};
      },
    },
    dependencies,
  );
}

/** An older card of ours, or a newer one. */
const UNKNOWN: Refusal = {
  kind: 'refused',
  explanation:
    'I don’t know that choice. Please try again in a minute, when the card is up to date.',
};
