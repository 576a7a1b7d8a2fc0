import { type Board, PLACES } from './board.js';
import { kindsOf } from './plan.js';

/** What is said of a round that hangs: its seed, what it plays, and where every thread stands. */
export function reportOf(board: Board, limit: number): string {
  const kinds = kindsOf(board.seed);
  const lines = [
    `stress: seed ${board.seed} hangs: nothing was got done for ${limit / 1000} seconds`,
    `  it plays ${kinds.join(', then ')}; again: npm run stress -- --seed ${board.seed} --same`,
  ];
  for (let place = 0; place < PLACES; place += 1) {
    const { operation, done, act } = board.standing(place);
    if (operation === 'is not there yet') continue;
    const name = place === 0 ? 'main thread' : `thread ${place}`;
    lines.push(`  ${name}, in ${kinds[act]}: ${operation} (${done} done)`);
  }
  return lines.join('\n');
}
