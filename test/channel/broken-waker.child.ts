/** Receives with a waker that throws, on each flavour, and prints what came of it. */
import { Context, PENDING, Waker } from 'reveille';
import { FLAVOURS } from './flavours.js';

process.on('unhandledRejection', (error) => console.log(String(error)));
for (const { make } of FLAVOURS) {
  const [tx, rx] = make<number>();
  const waker = Waker.from({
    wake() {
      throw new Error('broken waker');
    },
  });
  const recv = rx.recv();
  console.log(
    recv.poll(Context.fromWaker(waker)) === PENDING,
    tx.trySend(7),
    recv.poll(Context.fromWaker(Waker.noop())),
  );
}
