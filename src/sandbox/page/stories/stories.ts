import {
  failingImport,
  failure,
  failureAtTheEnd,
  failuresAtOnce,
  nobodyLooks,
} from './failures.ts';
import { backup, importWithEstimate, secondLocation, stall } from './good-endings.ts';
import { canceled, unknownWords, wanderingPercent } from './oddities.ts';
import type { Story } from './story.ts';
import { forgotten, neverFound, outage, throttled } from './trouble-reading.ts';

/** All that a visitor can start, in the order in which the page offers it. */
export const STORIES: readonly Story[] = [
  importWithEstimate,
  failingImport,
  backup,
  failure,
  failureAtTheEnd,
  nobodyLooks,
  failuresAtOnce,
  stall,
  canceled,
  secondLocation,
  throttled,
  outage,
  forgotten,
  neverFound,
  unknownWords,
  wanderingPercent,
];
