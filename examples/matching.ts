/** Matching: each either is found or finds somebody, whichever comes first, in one rendezvous of them all. */
import { co, Executor, select } from 'reveille';
import { bounded, type Receiver, type Sender } from 'reveille/channel';

/** A select that sends or receives on the same channel does one of both, and never meets itself. */
const lookForPartner = co.wrap(function* lookForPartner(name: string, tx: Sender<string>, rx: Receiver<string>) {
  using _ = tx;
  const met = yield* select({ found: rx.next(), wasFound: tx.send(name) });
  if (met.key === 'found' && typeof met.value === 'string') console.log(`${name} found ${met.value}`);
});

const executor = new Executor();
const [tx, rx] = bounded<string>(0);
for (const name of ['Anna', 'Bob', 'Cody', 'Dave', 'Eva']) executor.spawn(lookForPartner(name, tx.clone(), rx));
tx[Symbol.dispose]();
executor.runUntilStalled();
console.log('left alone:', rx.tryRecv());
