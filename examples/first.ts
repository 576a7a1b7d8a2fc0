/** The shortest program: a coroutine that waits, and a thread that blocks until it is done. */
import { blockOn, co, sleep } from 'reveille';

const greeting = co(function* () {
  yield* sleep(10);
  return 'hello';
});

console.log(blockOn(greeting)); // hello
