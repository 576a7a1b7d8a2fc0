import { type ExploreOptions, explore, type Program } from 'reveille/testing';
import type { Work } from '../scenario.js';

/** Searches through all that it is asked for, with fresh threads each time. A unit is a schedule. */
export async function exploring(program: Program, options: ExploreOptions): Promise<Work> {
  const search = async (): Promise<number> => {
    const { complete, runs, text } = await explore(program, { ...options, onProgress: () => {} });
    if (!complete) throw new Error(text);
    return runs;
  };
  return { units: await search(), run };

  async function run(searches: number): Promise<number> {
    let runs = 0;
    for (let n = 0; n < searches; n += 1) runs += await search();
    return runs;
  }
}
