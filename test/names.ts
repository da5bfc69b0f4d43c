import * as v from 'valibot';
import { PipelineName, pipelineId } from '../src/watch/askers.ts';
import {
  CardKey,
  ChannelId,
  Destination,
  DigestId,
  ReminderId,
  TeamId,
  UserId,
  WatchId,
} from '../src/watch/names.ts';

// Names as tests write them: they need not have been made by anybody.

export const watchNamed = (name: string): WatchId => v.parse(WatchId, name);
export const cardNamed = (name: string): CardKey => v.parse(CardKey, name);
export const digestNamed = (name: string): DigestId => v.parse(DigestId, name);
export const reminderNamed = (name: string): ReminderId => v.parse(ReminderId, name);
export const destinationNamed = (name: string): Destination => v.parse(Destination, name);
export const channelNamed = (id: string): ChannelId => v.parse(ChannelId, id);
export const userNamed = (id: string): UserId => v.parse(UserId, id);
export const pipelineNamed = (name: string) => pipelineId(v.parse(PipelineName, name));
export const teamNamed = (id: string): TeamId => v.parse(TeamId, id);
