import { type Board, PLACES } from './board.js';
import type { Harness } from './harness.js';

/** What is said of a round that hangs: its seed, what it plays, and where every thread stands. */
export function reportOf({ name, planOf }: Harness, board: Board, limit: number): string {
  const kinds = planOf(board.seed).scenes.map(({ kind }) => kind);
  const lines = [
    `${name}: seed ${board.seed} hangs: nothing was got done for ${limit / 1000} seconds`,
    `  it plays ${kinds.join(', then ')}; again: npm run ${name} -- --seed ${board.seed} --same`,
  ];
  for (let place = 0; place < PLACES; place += 1) {
    const { operation, done, act } = board.standing(place);
    if (operation === 'is not there yet') continue;
    const who = place === 0 ? 'main thread' : `thread ${place}`;
    lines.push(`  ${who}, in ${kinds[act]}: ${operation} (${done} done)`);
  }
  return lines.join('\n');
}
