/** A stopwatch: a tick each so many milliseconds, and a limit that ends it all. The thread sleeps in between. */
import { blockOn, co, select } from 'reveille';
import { after, tick } from 'reveille/channel';

const BEAT = Number(process.argv[2] ?? 500); // milliseconds

/** Tick n is due n beats after the first look, however late those before it were taken: nothing drifts. */
const stopwatch = co(function* () {
  using ticks = tick(BEAT);
  using limit = after(4.5 * BEAT); // counts on over all rounds of the loop
  let first: number | undefined;
  for (;;) {
    const event = yield* select({ tick: ticks.recv(), limit: limit.recv() });
    if (event.key === 'limit') return;
    first ??= event.value;
    console.log(`beat ${1 + Math.round((event.value - first) / BEAT)}`);
  }
});

blockOn(stopwatch);
console.log('stop');
