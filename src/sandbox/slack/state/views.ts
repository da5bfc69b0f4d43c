import { storeBlocks } from '../blocks/store-blocks.ts';
import type { HomeDefinition, ModalDefinition } from '../blocks/view.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { SimulatedHome, SimulatedModal } from './view.ts';

/** Modals and Home tabs. */
export class Views {
  readonly #feed: ChangeFeed;
  readonly #nextId: () => string;
  readonly #modals = new Map<string, SimulatedModal>();
  readonly #homes = new Map<string, SimulatedHome>();

  constructor(feed: ChangeFeed, nextId: () => string) {
    this.#feed = feed;
    this.#nextId = nextId;
  }

  /** The modals somebody has open, the topmost last. */
  openModals(user: string): readonly SimulatedModal[] {
    return [...this.#modals.values()].filter((modal) => modal.open && modal.user === user);
  }

  modal(id: string): SimulatedModal | undefined {
    return this.#modals.get(id);
  }

  modalByExternalId(externalId: string): SimulatedModal | undefined {
    return [...this.#modals.values()].find(
      (modal) => modal.open && modal.definition.external_id === externalId,
    );
  }

  home(user: string): SimulatedHome | undefined {
    return this.#homes.get(user);
  }

  open(
    { user, conversation }: { readonly user: string; readonly conversation?: string },
    definition: ModalDefinition,
    over?: SimulatedModal,
  ): SimulatedModal {
    const id = `V0${this.#nextId()}`;
    const modal: SimulatedModal = {
      id,
      user,
      hash: this.#nextId(),
      rootId: over?.rootId ?? id,
      ...(over === undefined ? {} : { previousId: over.id }),
      ...(conversation === undefined ? {} : { conversation }),
      definition: this.#stored(withCurrent(definition, conversation)),
      open: true,
      errors: {},
    };
    this.#modals.set(id, modal);
    this.#feed.publish({ kind: 'modal-opened', modal });
    return modal;
  }

  update(before: SimulatedModal, definition: ModalDefinition): SimulatedModal {
    return this.#change(before, {
      definition: this.#stored(withCurrent(definition, before.conversation)),
      hash: this.#nextId(),
      errors: {},
    });
  }

  showErrors(before: SimulatedModal, errors: Readonly<Record<string, string>>): void {
    this.#change(before, { errors });
  }

  close(before: SimulatedModal): void {
    const modal = { ...before, open: false, errors: {} };
    this.#modals.set(modal.id, modal);
    this.#feed.publish({ kind: 'modal-closed', modal });
  }

  publish(user: string, definition: HomeDefinition): SimulatedHome {
    const id = this.#homes.get(user)?.id ?? `V0${this.#nextId()}`;
    const home: SimulatedHome = {
      id,
      user,
      hash: this.#nextId(),
      rootId: id,
      definition: this.#stored(definition),
    };
    this.#homes.set(user, home);
    this.#feed.publish({ kind: 'home-published', home });
    return home;
  }

  #change(before: SimulatedModal, patch: Partial<SimulatedModal>): SimulatedModal {
    const modal = { ...before, ...patch };
    this.#modals.set(modal.id, modal);
    this.#feed.publish({ kind: 'modal-changed', modal });
    return modal;
  }

  #stored<Definition extends ModalDefinition | HomeDefinition>(definition: Definition) {
    return { ...definition, blocks: storeBlocks(definition.blocks, this.#nextId) };
  }
}

/** A menu of conversations that begins with the current one, where that is known. */
function withCurrent(
  definition: ModalDefinition,
  conversation: string | undefined,
): ModalDefinition {
  if (conversation === undefined) return definition;
  const blocks = definition.blocks.map((block) =>
    block.type === 'input' &&
    block.element.type === 'conversations_select' &&
    block.element.default_to_current_conversation === true &&
    block.element.initial_conversation === undefined
      ? { ...block, element: { ...block.element, initial_conversation: conversation } }
      : block,
  );
  return { ...definition, blocks };
}
