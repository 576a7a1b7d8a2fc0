/** Fan-out and fan-in: workers share a channel of jobs, and a collector selects of what they answer and what they refuse. */
import { co, END, Executor, select, yieldNow } from 'reveille';
import { bounded, never, type Receiver, type Sender } from 'reveille/channel';

/** Takes jobs as long as there are some. Each worker drops its own ends: the last one that goes closes the channels. */
const work = co.wrap(function* work(jobs: Receiver<number>, squares: Sender<number>, odd: Sender<number>) {
  using _squares = squares;
  using _odd = odd;
  for (let job = yield* jobs.next(); job !== END; job = yield* jobs.next()) {
    yield* yieldNow(); // hard work: let the others go on
    yield* job % 2 === 0 ? squares.send(job * job) : odd.send(job);
  }
});

/** Receives of both channels, whatever comes first, until both have ended. */
const collect = co.wrap(function* collect(squares: Receiver<number>, odd: Receiver<number>) {
  let sum = 0;
  let refused = 0;
  for (let open = 2; open > 0; ) {
    const event = yield* select({ square: squares.next(), odd: odd.next() }, { fair: true });
    if (event.value === END) {
      open -= 1;
      if (event.key === 'square')
        squares = never(); // an ended channel would win each round
      else odd = never();
    } else if (event.key === 'square') sum += event.value;
    else refused += 1;
  }
  return { sum, refused };
});

const executor = new Executor();
const [jobs, todo] = bounded<number>(4);
const [squareTx, squares] = bounded<number>(4);
const [oddTx, odd] = bounded<number>(4);
for (let n = 0; n < 3; n += 1) executor.spawn(work(todo.clone(), squareTx.clone(), oddTx.clone()));
squareTx[Symbol.dispose]();
oddTx[Symbol.dispose]();
executor.spawn(
  co(function* () {
    using _ = jobs;
    yield* jobs.sendMany(Array.from({ length: 100 }, (_, n) => n));
  }),
);

const { sum, refused } = executor.runUntil(collect(squares, odd));
console.log(`the even squares add up to ${sum}; ${refused} jobs were odd`);
