/** The game loop: wake tasks, run those that are ready, sleep four seconds (or as many milliseconds as the argument says). */
import { co, Executor, ready, yieldNow } from 'reveille';
import { sleeping } from 'reveille/executor';
import { observe } from 'reveille/trace';

const answer = co(function* () {
  console.log(`async_number: ${yield* ready(42)}`);
});

/** Says each word twice, in two rounds of the loop: `yieldNow` wakes the task and lets go until the next one. */
const talk = co.wrap(function* (...words: string[]) {
  for (const [index, word] of words.entries()) {
    if (index > 0) console.log();
    console.log(word);
    yield* yieldNow(); // a wake cuts no sleep short here: the loop sleeps its time, and finds it in the next round
    console.log(word);
  }
});

using _ = observe({ wake: (id) => console.log(`  wake task TaskId(${id})`) });
const executor = new Executor({ idle: sleeping(Number(process.argv[2] ?? 4_000)) });
executor.spawn(answer);
executor.spawn(talk('hi', 'yo'));
executor.run();
