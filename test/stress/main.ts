/**
 * `npm run stress -- --minutes 10 --seed 7`: plays random plans on channels between threads, one after the other, with random
 * operations, drops, closes and deaths of threads, and checks that every item arrives exactly once and in order.
 */
import { parseArgs } from 'node:util';
import { play } from './round.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    rounds: { type: 'string', default: 'Infinity' },
  },
});
const [minutes, seed, rounds] = [Number(values.minutes), Number(values.seed), Number(values.rounds)];
if (!(minutes > 0) || !Number.isInteger(seed) || !(rounds > 0)) {
  console.error('stress: expected --minutes and --rounds above 0, and a whole number as --seed');
  process.exit(2);
}

console.log(`stress: seeds from ${seed} on, for ${minutes} minutes`);
const end = performance.now() + minutes * 60_000;
const total = { rounds: 0, arrived: 0, lost: 0, deaths: 0 };
let memory = 0;
let said = 0;
for (let round = 0; round < rounds && performance.now() < end; round += 1) {
  const { arrived, lost, deaths } = await play(seed + round);
  total.rounds += 1;
  total.arrived += arrived;
  total.lost += lost;
  total.deaths += deaths;
  if (round === 50) memory = process.memoryUsage().rss;
  if (performance.now() - said < 5_000) continue;
  said = performance.now();
  console.log(tell());
}
console.log(`${tell()}; all in order`);
if (memory > 0 && process.memoryUsage().rss > memory * 2 + 200e6) throw new Error('stress: memory has grown');

function tell(): string {
  const { rounds, arrived, lost, deaths } = total;
  const megabytes = (process.memoryUsage().rss / 1e6).toFixed(0);
  return `${rounds} rounds, ${arrived} items, ${deaths} threads died, ${lost} items in their hands; ${megabytes} MB`;
}
