import { DispatchError } from '../../slack/delivery/dispatch-error.ts';
import { escapeCommandText } from '../../slack/payloads/command-text.ts';
import type { SimulatedSlack } from '../../slack/simulated-slack.ts';
import type { Done, PageRequest, ProcessName } from '../protocol.ts';

/** What a visitor acts on. */
export interface Props {
  readonly visitor: string;
  readonly slack: SimulatedSlack;
  readonly commandName: string;
  readonly controls: {
    /** False where there is no such story. */
    startStory(id: string, isWatched: boolean): boolean;
    clearEnded(): void;
    /** False where there is no such thing to be hidden. */
    dismiss(channel: string, ts: string): boolean;
    setSpeed(speed: Extract<PageRequest, { do: 'set-speed' }>['speed']): void;
    setSlack(mood: Extract<PageRequest, { do: 'set-slack' }>['slack']): void;
    pullPlug(of: ProcessName): Promise<void>;
    plugIn(of: ProcessName): Promise<void>;
  };
}

/** What concerns the demo as a whole is not the stage's. */
export type StageRequest = Exclude<PageRequest, { do: 'start-over' }>;

/** Does what the visitor asks for; what can't be done is a sentence for them, never an exception. */
export async function carryOut(request: StageRequest, props: Props): Promise<Done> {
  try {
    const problem = await act(request, props);
    return problem === undefined ? {} : { problem };
  } catch (error) {
    const problem = problemOf(error, request, props.commandName);
    const isTold = request.do === 'command' && error instanceof DispatchError;
    return isTold ? { problem, isTold } : { problem };
  }
}

async function act(request: StageRequest, props: Props): Promise<string | undefined> {
  const { controls, slack, visitor: user } = props;
  switch (request.do) {
    case 'say':
      return say(request, props);
    case 'command':
      await slack.command({ channel: request.channel, user, text: request.text });
      return undefined;
    case 'press':
    case 'press-in-view': {
      const { do: _do, ...order } = request;
      await slack.press({ ...order, user });
      return undefined;
    }
    case 'submit':
      await slack.submitView({ user, viewId: request.viewId, values: request.values });
      return undefined;
    case 'close-view':
      await slack.closeView({ user, viewId: request.viewId });
      return undefined;
    case 'open-home':
      await slack.openHome({ user });
      return undefined;
    case 'shortcut': {
      const { ts, channel, callbackId } = request;
      const order = { user, channel, callbackId };
      await (ts === undefined ? slack.shortcut(order) : slack.messageShortcut({ ...order, ts }));
      return undefined;
    }
    case 'dismiss':
      return controls.dismiss(request.channel, request.ts) ? undefined : 'That is not there.';
    case 'start-story': {
      const { story, isWatched = false } = request;
      return controls.startStory(story, isWatched) ? undefined : 'There is no such story.';
    }
    case 'clear-ended':
      controls.clearEnded();
      return undefined;
    case 'set-speed':
      controls.setSpeed(request.speed);
      return undefined;
    case 'set-slack':
      controls.setSlack(request.slack);
      return undefined;
    case 'pull-plug':
      await controls.pullPlug(request.of);
      return undefined;
    case 'plug-in':
      await controls.plugIn(request.of);
      return undefined;
    default:
      return request satisfies never;
  }
}

function say(
  { channel, text, threadTs }: Extract<PageRequest, { do: 'say' }>,
  { slack, visitor: user }: Props,
): string | undefined {
  if (threadTs !== undefined && slack.message(channel, threadTs) === undefined) {
    return 'The message that this thread belongs to is not there.';
  }
  const thread = threadTs === undefined ? {} : { threadTs };
  slack.say({ channel, user, text: escapeCommandText(text), ...thread });
  return undefined;
}

/** In Slack's words where the bot failed. */
function problemOf(error: unknown, request: StageRequest, commandName: string): string {
  if (!(error instanceof DispatchError)) {
    return error instanceof Error ? error.message : String(error);
  }
  switch (request.do) {
    case 'command':
      return `${commandName} failed with the error "${error.code}"`;
    case 'submit':
      return 'We had some trouble connecting. Try again?';
    default:
      return `This app responded with the error "${error.code}"`;
  }
}
