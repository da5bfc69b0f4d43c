import type { PageState } from '../../protocol.ts';

/** The command that the composer offers, if the app has one. */
export type CommandOffer = PageState['command'];

interface OfferedCommandProps {
  readonly id: string;
  readonly command: CommandOffer;
  readonly onAccept: () => void;
}

/** The command with its hint, above the field. */
export function OfferedCommand({ id, command, onAccept }: OfferedCommandProps) {
  return (
    <div className="offer" role="listbox" id={id} aria-label="Commands">
      <div
        role="option"
        aria-selected="true"
        id={`${id}-option`}
        tabIndex={-1}
        // Not on click: the field must keep the focus.
        onMouseDown={(event) => {
          event.preventDefault();
          onAccept();
        }}
      >
        <span className="avatar bot small" aria-hidden="true">
          🐬
        </span>
        <span>
          <b>{command.name}</b> <span className="muted">{command.hint}</span>
          <br />
          <span className="muted">{command.about}</span>
        </span>
      </div>
    </div>
  );
}
