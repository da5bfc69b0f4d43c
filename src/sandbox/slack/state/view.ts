import type { StoredBlock } from '../blocks/block.ts';
import type { HomeDefinition, ModalDefinition } from '../blocks/view.ts';

type Stored<Definition> = Omit<Definition, 'blocks'> & { readonly blocks: readonly StoredBlock[] };

interface ViewRecord {
  readonly id: string;
  readonly user: string;
  /** Changes with each version of the view. */
  readonly hash: string;
  readonly rootId: string;
  readonly previousId?: string;
}

export interface SimulatedModal extends ViewRecord {
  readonly definition: Stored<ModalDefinition>;
  readonly open: boolean;
  /** Where its person was when it was opened, where Slack knows it. */
  readonly conversation?: string;
  /** What the app's last answer to a submission found wrong, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface SimulatedHome extends ViewRecord {
  readonly definition: Stored<HomeDefinition>;
}

export type SimulatedView = SimulatedModal | SimulatedHome;
