import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { FormChoices } from '../../asking/form-choices.ts';
import { locationName } from '../../watch/locations.ts';
import { bounded } from '../../words/plain-text.ts';
import { plain } from '../messages/blocks.ts';
import type { FormField } from './form-field.ts';

/** Slack's limits: docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const LIMITS = { options: 100, groups: 100, option: 75, value: 150 } as const;

/** Where it runs. */
export function locationField({ ownLocations, otherLocations, defaults }: FormChoices): KnownBlock {
  const option = (name: string): PlainTextOption => ({
    text: plain(bounded(name, LIMITS.option)),
    value: bounded(name, LIMITS.value),
  });
  const usual = usualOption(defaults.location && locationName(defaults.location));
  const own = ownLocations.slice(0, LIMITS.options).map(option);
  const others = otherLocations.slice(0, LIMITS.options).map(option);
  const groups = [
    ...usualGroup(usual),
    ...(own.length > 0 ? [{ label: plain('Where I look'), options: own }] : []),
    ...(others.length > 0 ? [{ label: plain('Elsewhere'), options: others }] : []),
  ];
  return {
    type: 'input',
    block_id: 'location' satisfies FormField,
    optional: true,
    label: plain('Location'),
    hint: plain('Only where what you pasted does not say it, or says it wrongly.'),
    element: {
      type: 'static_select',
      action_id: 'location' satisfies FormField,
      placeholder: plain(own.length > 0 ? 'I look for it' : 'Where it runs'),
      option_groups: groups,
      ...(usual && { initial_option: usual }),
    },
  };
}

/** In which of several subscriptions. */
export function subscriptionField({ subscriptions, defaults }: FormChoices): KnownBlock {
  const options = subscriptions.slice(0, LIMITS.options * LIMITS.groups).map(
    ({ name, id }): PlainTextOption => ({
      text: plain(bounded(name || id, LIMITS.option)),
      value: id,
    }),
  );
  const groups = Array.from({ length: Math.ceil(options.length / LIMITS.options) }, (_, index) => ({
    label: plain(index === 0 ? 'Those that I may read' : 'More of them'),
    options: options.slice(index * LIMITS.options, (index + 1) * LIMITS.options),
  }));
  const named = subscriptions.find(({ id }) => id === defaults.subscription);
  const usual = usualOption(named?.name || named?.id, named?.id);
  return {
    type: 'input',
    block_id: 'subscription' satisfies FormField,
    optional: true,
    label: plain('Subscription'),
    element: {
      type: 'static_select',
      action_id: 'subscription' satisfies FormField,
      placeholder: plain('I look in all of them'),
      option_groups: [...usualGroup(usual), ...groups].slice(0, LIMITS.groups),
      ...(usual && { initial_option: usual }),
    },
  };
}

/** Begins the value of what is chosen because it is usual in the channel: it yields to what was pasted. */
export const USUAL = 'usual:';

function usualOption(name: string | undefined, value = name): PlainTextOption | undefined {
  if (!name?.trim() || !value) return undefined;
  return {
    text: plain(bounded(name, LIMITS.option)),
    value: bounded(`${USUAL}${value}`, LIMITS.value),
  };
}

function usualGroup(usual: PlainTextOption | undefined) {
  return usual ? [{ label: plain('Usual in this channel'), options: [usual] }] : [];
}
