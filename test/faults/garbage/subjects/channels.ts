import { blockOn, select, timeout } from 'reveille';
import { type EndHandle, type Receiver, type Sender, shared } from 'reveille/channel';
import { bytes, json } from 'reveille/codec';
import { LIMIT, type Step, type Subject, subject, type Used } from '../subject.js';

interface Ends {
  readonly tx: EndHandle;
  readonly rx: EndHandle;
}

function use<T>(tx: Sender<T>, rx: Receiver<T>, value: T, others: Readonly<Record<string, Step>> = {}): Used {
  const steps = {
    trySend: () => tx.trySend(value),
    tryRecv: () => rx.tryRecv(),
    sendBlocking: () => tx.sendBlocking(value, LIMIT),
    recvBlocking: () => rx.recvBlocking(LIMIT),
    send: async () => await tx.send(value, LIMIT),
    recv: async () => await rx.recv(LIMIT),
    trySendMany: () => tx.trySendMany([value, value, value]),
    tryRecvMany: () => rx.tryRecvMany(5),
    sendManyBlocking: () => tx.sendManyBlocking([value, value], LIMIT),
    recvManyBlocking: () => rx.recvManyBlocking(5, LIMIT),
    select: () => blockOn(timeout(select({ send: tx.send(value), next: rx.next() }), LIMIT.timeout)),
    clone: () => {
      using _sender = tx.clone();
      using _receiver = rx.clone();
    },
    share: () => {
      shared.revoke(tx.share());
      shared.revoke(rx.share());
    },
    length: () => [tx.length, tx.isClosed, rx.length],
    ...others,
  };
  const drop = (): void => {
    tx[Symbol.dispose]();
    rx[Symbol.dispose]();
  };
  return { steps, drop };
}

function ends<T>(
  items: shared.Carried<T>,
  value: T,
  make: () => [Sender<T>, Receiver<T>],
  others = noOthers<T>,
): Subject {
  return subject<Ends>({
    open() {
      const [tx, rx] = make();
      const handle = { tx: tx.share(), rx: rx.share() };
      const memory = [handle.tx.channel, handle.tx.queue];
      return { ...use(tx, rx, value, others(tx)), handle, memory };
    },
    attach(handle) {
      const tx = shared.attachSender(handle.tx, items) as Sender<T>;
      return use(tx, shared.attachReceiver(handle.rx, items) as Receiver<T>, value, others(tx));
    },
  });
}

const noOthers = <T>(_: Sender<T>): Readonly<Record<string, Step>> => ({});

const reserving = (tx: Sender<Uint8Array>): Readonly<Record<string, Step>> => ({
  tryReserve: () => tx.tryReserve(9)?.commit(),
  reserveBlocking: () => tx.reserveBlocking(60, LIMIT).drop(),
});

const FRAMES = { bytes: 1_024 };
const frame = new Uint8Array(50);
const parcel = { a: 1, b: ['x'] };

/** Channels of all flavours, by both ends. */
export const CHANNEL_SUBJECTS: Readonly<Record<string, Subject>> = {
  'channel: array': ends('i32', 7, () => shared.bounded(3, 'i32')),
  'channel: list': ends('f64', 0.5, () => shared.unbounded('f64')),
  'channel: rendezvous': ends('i32', 7, () => shared.bounded(0, 'i32')),
  'channel: array of bytes': ends(bytes(), frame, () => shared.bounded(4, bytes(), FRAMES), reserving),
  'channel: list of bytes': ends(bytes(), frame, () => shared.unbounded(bytes(), FRAMES), reserving),
  'channel: rendezvous of bytes': ends(bytes(), frame, () => shared.bounded(0, bytes(), FRAMES)),
  'channel: json': ends(json<typeof parcel>(), parcel, () => shared.bounded(4, json<typeof parcel>(), FRAMES)),
};
