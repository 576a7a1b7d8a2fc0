/** Who is to be called when a signal is aborted, by signals. */
const LISTENERS = /* @__PURE__ */ new WeakMap<AbortSignal, Listener>();

/** All who wait for one signal: Node warns of a leak where one has more than ten listeners. */
class Listener implements EventListenerObject {
  readonly callbacks = new Set<() => void>();

  handleEvent(): void {
    for (const callback of this.callbacks) {
      try {
        callback();
      } catch (error) {
        void Promise.reject(error); // its maker's mistake, and not for the others to suffer from
      }
    }
  }
}

/** Calls back when a signal is aborted. A signal that ends a whole program may have as many callbacks as there are waits. */
export function onAbort(signal: AbortSignal, callback: () => void): void {
  let listener = LISTENERS.get(signal);
  if (listener === undefined) {
    listener = new Listener();
    LISTENERS.set(signal, listener);
    signal.addEventListener('abort', listener);
  }
  listener.callbacks.add(callback);
}

/** It need not be called any more. */
export function offAbort(signal: AbortSignal, callback: () => void): void {
  const listener = LISTENERS.get(signal);
  if (listener?.callbacks.delete(callback) !== true || listener.callbacks.size > 0) return;
  LISTENERS.delete(signal);
  signal.removeEventListener('abort', listener);
}
