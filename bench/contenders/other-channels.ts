import { channel, select, type Channel as ThingChannel } from '@thi.ng/csp';
import { Channel } from 'async-channel';
import type { Shape, Work } from '../scenario.js';
import { messages } from './messages.js';
import { type Alternative, csp, medium } from './untyped-channels.js';

/** Two async functions with `send` and `receive` of a channel. */
function asyncFunctions(make: () => [send: (n: number) => Promise<unknown>, receive: () => Promise<unknown>]): Work {
  return messages(async (count) => {
    const [send, receive] = make();
    const produce = async () => {
      for (let n = 0; n < count; n += 1) await send(n);
    };
    const consume = async () => {
      let received = 0;
      for (let n = 0; n < count; n += 1) if ((await receive()) === n) received += 1;
      return received;
    };
    const [, received] = await Promise.all([produce(), consume()]);
    return received;
  });
}

export const thingCsp = ({ size }: Shape): Work =>
  asyncFunctions(() => {
    const ch = channel<number>(size);
    return [(n) => ch.write(n), () => ch.read()];
  });

export const asyncChannel = ({ size }: Shape): Work =>
  asyncFunctions(() => {
    const ch = new Channel<number>(size);
    return [(n) => ch.push(n), () => ch.get()];
  });

/** Its buffers may not hold a falsy value. */
export const mediumChannel = ({ size }: Shape): Work =>
  asyncFunctions(() => {
    const ch = medium.chan(size);
    return [(n) => medium.put(ch, n + 1), async () => ((await medium.take(ch)) as number) - 1];
  });

export const jsCsp = ({ size }: Shape): Work =>
  messages(
    (count) =>
      new Promise((resolve) => {
        const ch = csp.chan(size);
        csp.go(function* () {
          for (let n = 0; n < count; n += 1) yield csp.put(ch, n);
        });
        csp.go(function* () {
          let received = 0;
          for (let n = 0; n < count; n += 1) if ((yield csp.take(ch)) === n) received += 1;
          resolve(received);
        });
      }),
  );

/** No channel: the consumer pulls, one message at a time, and the producer cannot run ahead. */
export function asyncGenerator(): Work {
  async function* produce(count: number): AsyncGenerator<number> {
    for (let n = 0; n < count; n += 1) yield n;
  }
  return messages(async (count) => {
    let received = 0;
    for await (const n of produce(count)) if (n === received) received += 1;
    return received;
  });
}

/** The producer sends to two channels in turn. */
export function thingCspSelect(): Work {
  return messages(async (count) => {
    const [even, odd] = [channel<number>(128), channel<number>(128)];
    const produce = async () => {
      for (let n = 0; n < count; n += 1) await ((n & 1) === 0 ? even : odd).write(n);
    };
    const consume = async () => {
      let received = 0;
      for (let n = 0; n < count; n += 1) {
        const [value, from]: [number | undefined, ThingChannel<number>] = await select(even, odd);
        if (((value as number) & 1) === (from === even ? 0 : 1)) received += 1;
      }
      return received;
    };
    const [, received] = await Promise.all([produce(), consume()]);
    return received;
  });
}

export function jsCspAlts(): Work {
  return messages(
    (count) =>
      new Promise((resolve) => {
        const [even, odd] = [csp.chan(128), csp.chan(128)];
        csp.go(function* () {
          for (let n = 0; n < count; n += 1) yield csp.put((n & 1) === 0 ? even : odd, n);
        });
        csp.go(function* () {
          let received = 0;
          for (let n = 0; n < count; n += 1) {
            const { value, channel } = (yield csp.alts([even, odd], { priority: true })) as Alternative;
            if (((value as number) & 1) === (channel === even ? 0 : 1)) received += 1;
          }
          resolve(received);
        });
      }),
  );
}
