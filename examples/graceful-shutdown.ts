/** Graceful shutdown: closing a channel refuses what comes, at once, and what was accepted is still worked off. */
import { co, END, Executor, yieldNow } from 'reveille';
import { bounded, SendError } from 'reveille/channel';

const [tx, rx] = bounded<string>(8);

const accept = co(function* accept() {
  try {
    for (let n = 1; ; n += 1) yield* tx.send(`order ${n}`); // waits while too many are open
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    console.log(`accept: closed; ${error.value} was refused`);
  }
});

const serve = co(function* serve() {
  let served = 0;
  for (let order = yield* rx.next(); order !== END; order = yield* rx.next()) {
    yield* yieldNow(); // work: let the others go on
    served += 1;
    if (served === 5) {
      rx.close();
      console.log(`serve: shutting down, ${rx.length} orders are left`);
    }
  }
  return served;
});

const executor = new Executor();
executor.spawn(accept);
console.log(`${executor.runUntil(serve)} orders are served`);
