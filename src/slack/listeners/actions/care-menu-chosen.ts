import { type CareVerb, namesInLog } from '../../../asking/acknowledge.ts';
import type { Refusal } from '../../../asking/refusals.ts';
import { careChosenOf } from '../../messages/care-buttons.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { buttonPressed } from './press.ts';

/** The menu behind an alert's buttons. */
export function careMenuChosen(dependencies: ListenerDependencies) {
  const { asking } = dependencies;
  return buttonPressed(
    {
      async press(presser, value) {
        const chosen = careChosenOf(value);
        if (!chosen) return UNKNOWN;
        const { choice, press } = chosen;
        const verb: CareVerb =
          choice === 'take-back' ? { kind: choice } : { kind: 'snooze', snooze: choice };
        return await asking.acknowledge(presser, { ...press, verb });
      },
      namesInLog(value) {
        const chosen = careChosenOf(value);
        return chosen ? { ...namesInLog(chosen.press.name), choice: chosen.choice } : {};
      },
      from: 'anywhere',
    },
    dependencies,
  );
}

/** An older alert of ours, or a newer one. */
const UNKNOWN: Refusal = {
  kind: 'refused',
  explanation:
    'I don’t know that choice. Please try again in a minute, when the alert is up to date.',
};
