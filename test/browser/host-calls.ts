/** Timers longer than this, in milliseconds, poll nothing. */
const LONG = 60_000;

/** Notes every short timer and every message that the page sends to itself, until it is dropped: polling would show. */
export class HostCalls implements Disposable {
  readonly log: string[] = [];
  readonly #originals = {
    setTimeout: globalThis.setTimeout,
    setInterval: globalThis.setInterval,
    requestAnimationFrame: globalThis.requestAnimationFrame,
  };
  readonly #postMessage = MessagePort.prototype.postMessage;

  constructor() {
    const { log } = this;
    const { setTimeout, setInterval, requestAnimationFrame } = this.#originals;
    Object.assign(globalThis, {
      setTimeout: (job: () => void, ms = 0) => {
        if (ms < LONG) log.push(`setTimeout ${ms}`);
        return setTimeout(job, ms);
      },
      setInterval: (job: () => void, ms = 0) => {
        if (ms < LONG) log.push(`setInterval ${ms}`);
        return setInterval(job, ms);
      },
      requestAnimationFrame: (job: FrameRequestCallback) => {
        log.push('requestAnimationFrame');
        return requestAnimationFrame(job);
      },
    });
    const post = this.#postMessage;
    MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown) {
      log.push('postMessage');
      post.call(this, message);
    };
  }

  [Symbol.dispose](): void {
    Object.assign(globalThis, this.#originals);
    MessagePort.prototype.postMessage = this.#postMessage;
  }
}
