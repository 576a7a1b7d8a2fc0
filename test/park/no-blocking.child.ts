/** Plays a browser's main thread, where `Atomics.wait` is refused. */
Atomics.wait = () => {
  throw new TypeError('Atomics.wait cannot be called in this context');
};

const { blockOn, blockOnChannel, blockOnExecutor, co, Executor, sleep, spawn, yieldNow } = await import('reveille');
const { Cpu, Parker, parkTimeout, park, Thread } = await import('reveille/park');

function report(what: string, run: () => unknown): void {
  try {
    console.log(`${what}: ${run()}`);
  } catch (error) {
    console.log(`${what}: ${(error as Error).name} ${(error as Error).message}`);
  }
}

const returning = <T>(value: T) =>
  co(function* () {
    yield* yieldNow();
    return value;
  });

let left = 'did not run';
const napping = () =>
  co(function* () {
    try {
      yield* sleep(60_000);
    } finally {
      left = 'ran';
    }
  });

report('park', () => park());
report('parkTimeout', () => parkTimeout(1));
report('hlt', () => new Cpu().hlt(1));
report('enableAndHlt', () => new Cpu().enableAndHlt());
report('blockOn', () => blockOn(napping()));
report('blockOn with a limit', () => blockOn(napping(), { timeout: 60_000 }));
report('blockOnChannel', () => blockOnChannel(sleep(60_000)));
report('blockOnExecutor', () => blockOnExecutor(sleep(60_000)));
report('run', () => {
  const executor = new Executor();
  executor.spawn(sleep(60_000));
  executor.run();
});
report('blockOn of a ready future', () =>
  blockOn(
    co(function* () {
      return 1;
    }),
  ),
);
report('blockOn of one that wakes itself', () => blockOn(returning(2)));
report('a token that is there', () => {
  const parker = new Parker();
  parker.unparker().unpark();
  parker.park();
  Thread.current().unpark();
  park();
  return 'taken';
});
console.log(
  `an event loop: ${await spawn(
    co(function* () {
      yield* sleep(1);
      return 3;
    }),
  )}`,
);
console.log(`a promise: ${await returning(4)}`);
console.log(`finally: ${left}`);
