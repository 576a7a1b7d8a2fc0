/** One thread of a round: plays its part in every act, one after the other. */
import { workerData } from 'node:worker_threads';
import type { Play } from './act.js';
import { Board } from './board.js';
import { Here } from './here.js';
import type { Part } from './part.js';
import { PLAYS } from './plays.js';

/** What a thread is started with. */
export interface Party {
  readonly place: number;
  readonly part: Part;
  readonly board: SharedArrayBuffer;
  readonly scenes: readonly { readonly play: keyof typeof PLAYS; readonly handle: unknown }[];
}

const { place, part, board, scenes } = workerData as Party;
const here = new Here(new Board(board), place, part);
here.at('has begun');
for (const [index, { play, handle }] of scenes.entries()) {
  here.board.enter(place, index);
  const playIt: Play = await PLAYS[play]();
  await playIt(handle as never, here);
}
here.at('is through');
