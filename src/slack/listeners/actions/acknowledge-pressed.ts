import { namesInLog } from '../../../asking/acknowledge.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { buttonPressed } from './press.ts';

/** `Acknowledge` on an alert, wherever it stands: takes on what it tells, and it says by whom. */
export function acknowledgePressed(dependencies: ListenerDependencies) {
  const { asking } = dependencies;
  return buttonPressed(
    {
      press: (presser, name) => asking.acknowledge(presser, name),
      namesInLog,
      from: 'anywhere',
    },
    dependencies,
  );
}
