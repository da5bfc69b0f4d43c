import { type CareVerb, namesInLog } from '../../../asking/acknowledge.ts';
import { carePressOf } from '../../messages/care-buttons.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { buttonPressed } from './press.ts';

/**
 * `Acknowledge`, `Snooze 1 h` and `Take back` on an alert, wherever it stands: who looks after what it tells, and it
 * says by whom.
 */
export function carePressed(verb: CareVerb, dependencies: ListenerDependencies) {
  const { asking } = dependencies;
  return buttonPressed(
    {
      press: (presser, value) => asking.acknowledge(presser, { ...carePressOf(value), verb }),
      namesInLog: (value) => ({ ...namesInLog(carePressOf(value).name) }),
      from: 'anywhere',
    },
    dependencies,
  );
}
