import { DispatchError } from '../../slack/delivery/dispatch-error.ts';
import { escapeCommandText } from '../../slack/payloads/command-text.ts';
import type { SimulatedSlack } from '../../slack/simulated-slack.ts';
import type { Done, PageRequest } from '../protocol.ts';

/** What a visitor acts on. */
export interface Props {
  readonly visitor: string;
  readonly slack: SimulatedSlack;
  readonly commandName: string;
  readonly controls: {
    /** False where there is no such story. */
    startStory(id: string): boolean;
    setSpeed(speed: Extract<PageRequest, { do: 'set-speed' }>['speed']): void;
    setSlack(mood: Extract<PageRequest, { do: 'set-slack' }>['slack']): void;
    pullPlug(): Promise<void>;
    plugIn(): Promise<void>;
  };
}

/** Does what the visitor asks for; what can't be done is a sentence for them, never an exception. */
export async function carryOut(request: PageRequest, props: Props): Promise<Done> {
  try {
    const problem = await act(request, props);
    return problem === undefined ? {} : { problem };
  } catch (error) {
    return { problem: problemOf(error, request, props.commandName) };
  }
}

async function act(request: PageRequest, props: Props): Promise<string | undefined> {
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
    case 'start-story':
      return controls.startStory(request.story) ? undefined : 'There is no such story.';
    case 'set-speed':
      controls.setSpeed(request.speed);
      return undefined;
    case 'set-slack':
      controls.setSlack(request.slack);
      return undefined;
    case 'pull-plug':
      await controls.pullPlug();
      return undefined;
    case 'plug-in':
      await controls.plugIn();
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
function problemOf(error: unknown, request: PageRequest, commandName: string): string {
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
