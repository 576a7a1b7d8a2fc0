import { type BlockOnOptions, blockOn } from 'reveille';
import { offload } from 'reveille/threads';
import type { Ask } from './answers.js';

/** @param looking - how long the other thread looks for calls before it sleeps, in milliseconds. */
export function open(options?: BlockOnOptions, looking?: number): Ask {
  const host = offload<typeof import('./answers.js')>(new URL('./answers.js', import.meta.url), { looking });
  return (question) => blockOn(host.answer(question), options);
}

export const first = (): unknown => open()(1);
