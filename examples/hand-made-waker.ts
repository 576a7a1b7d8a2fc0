/** A waker made by hand of two words, some data and a vtable, with a reference count that must come out even. */
import { Context, PENDING, pollFn, RawWaker, RawWakerVTable, Waker } from 'reveille';

/** What the wakers share; in Rust it would be an `Arc`, and `owners` its count. */
interface Bell {
  owners: number;
  rings: number;
}

function counted(what: string, bell: Bell, owners: number): void {
  bell.owners += owners;
  console.log(`${what.padEnd(11)} owners ${bell.owners}, rings ${bell.rings}`);
}

const vtable: RawWakerVTable<Bell> = new RawWakerVTable<Bell>(
  (bell) => {
    counted('clone', bell, +1);
    return new RawWaker(bell, vtable);
  },
  (bell) => {
    bell.rings += 1;
    counted('wake', bell, -1); // wakes, and gives its share back
  },
  (bell) => {
    bell.rings += 1;
    counted('wakeByRef', bell, 0); // keeps it
  },
  (bell) => counted('drop', bell, -1),
);

const bell: Bell = { owners: 1, rings: 0 };
{
  using waker = Waker.fromRaw(new RawWaker(bell, vtable));

  // What a future does that keeps its waker beyond the poll: this one gives it to an event, and answers afterwards.
  let event: Waker | undefined;
  let happened = false;
  const future = pollFn((cx) => {
    if (happened) return 'done';
    event = cx.waker.clone();
    return PENDING;
  });

  const cx = Context.fromWaker(waker);
  console.log('poll:', future.poll(cx) === PENDING ? 'pending' : 'ready');
  happened = true;
  event?.wake(); // uses the clone up
  console.log('poll:', future.poll(cx));

  waker.wakeByRef();
  using another = waker.clone();
  console.log('same task:', another.willWake(waker));
}
console.log('owners left:', bell.owners);
