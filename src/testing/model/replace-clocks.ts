import type { Steps } from './steps.js';
import type { World } from './world.js';

/** The clock of a run starts at some point in time, the same in every run. */
const START = Date.UTC(2020, 0, 1);

/** Clocks, and chance: both are the same in every run, or a schedule could not be repeated. */
export function replaceClocks(world: World, steps: Steps): void {
  replaceDate(world, steps);
  replaceHighResolution(world, steps);
  const { random: hostRandom } = Math;
  Math.random = () => (world.isInside ? (world.chance.next() >>> 0) / 2 ** 32 : hostRandom());
}

function replaceDate(world: World, steps: Steps): void {
  const { now: hostNow } = Date;
  Date.now = () => (world.isInside ? Math.floor(START + steps.now) : hostNow());
  const HostDate = Date;
  const Model = new Proxy(HostDate, {
    apply: () => new Model().toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [HostDate.now()] : args, newTarget),
  });
  HostDate.prototype.constructor = Model;
  globalThis.Date = Model;
}

function replaceHighResolution(world: World, steps: Steps): void {
  const { now: hostNow } = performance;
  performance.now = () => (world.isInside ? steps.now : hostNow.call(performance));
  const { hrtime } = process;
  const { bigint } = hrtime;
  const nanoseconds = (): bigint => BigInt(Math.round(steps.now * 1e6));
  const model = (since: [number, number] = [0, 0]): [number, number] => {
    if (!world.isInside) return hrtime(since);
    const passed = nanoseconds() - (BigInt(since[0]) * 1_000_000_000n + BigInt(since[1]));
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
  };
  process.hrtime = Object.assign(model, { bigint: () => (world.isInside ? nanoseconds() : bigint()) });
}
