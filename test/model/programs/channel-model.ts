import type { Model } from 'reveille/testing';

/** What no channel answers: an operation that waits is over at a moment at which it need not wait. */
const WAITS = 'waits';

/** A sequential channel, first in first out, with so many ends of each kind and `values` in it at first. */
export function channelModel(
  capacity: number,
  senders: number,
  receivers: number,
  ...values: readonly number[]
): Model {
  return () => {
    const state = { inside: [...values], senders, receivers, isClosed: false };
    const trySend = (value: number): boolean | 'refused' => {
      if (state.isClosed) return 'refused';
      return state.inside.length < capacity && state.inside.push(value) > 0;
    };
    const tryRecv = (): number | 'over' | 'nothing' => state.inside.shift() ?? (state.isClosed ? 'over' : 'nothing');
    const close = (): void => {
      state.isClosed = true;
    };
    return {
      trySend,
      tryRecv,
      close,
      send(value: number) {
        const sent = trySend(value);
        return sent === true ? undefined : sent || WAITS;
      },
      recv() {
        const got = tryRecv();
        return got === 'nothing' ? WAITS : got;
      },
      dropSender() {
        state.senders -= 1;
        if (state.senders === 0) close();
      },
      /** What the last receiver leaves is dropped. */
      dropReceiver() {
        state.receivers -= 1;
        if (state.receivers > 0) return;
        close();
        state.inside = [];
      },
      toJSON: () => state,
    };
  };
}
