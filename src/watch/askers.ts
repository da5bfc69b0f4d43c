import * as v from 'valibot';
import { UserId } from './names.ts';

// Who asks for watches: people in Slack, and pipelines through the API.

/** What a token of the API is called: short and of simple letters, since it is shown in Slack. */
export const PipelineName = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/i),
  v.brand('PipelineName'),
);
export type PipelineName = v.InferOutput<typeof PipelineName>;

/** A pipeline that asks through the API: `pipeline/<name of its token>`, which no person is called. */
export const PipelineId = v.pipe(
  v.string(),
  v.regex(/^pipeline\/[a-z0-9-]{1,40}$/i),
  v.brand('PipelineId'),
);
export type PipelineId = v.InferOutput<typeof PipelineId>;

/** Whoever asks for a watch: a person in Slack, or a pipeline. */
export const AskerId = v.union([PipelineId, UserId]);
export type AskerId = v.InferOutput<typeof AskerId>;

const PIPELINE = 'pipeline/';

/** The pipeline that a token stands for. */
export function pipelineId(name: PipelineName): PipelineId {
  return v.parse(PipelineId, `${PIPELINE}${name}`);
}

/** Whom Slack knows: who can be mentioned and told something alone. */
export function isPerson(asker: AskerId): asker is UserId {
  return !asker.startsWith(PIPELINE);
}

/** The name of a pipeline's token. */
export function nameOfPipeline(pipeline: PipelineId): string {
  return pipeline.slice(PIPELINE.length);
}
