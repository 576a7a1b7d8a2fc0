/** The keyboard task: scancodes go from an interrupt to a stream, and a task on a halted processor prints the keys. */
import { Worker } from 'node:worker_threads';
import { type Context, co, END, Executor, PENDING, type Poll, Stream } from 'reveille';
import { halting } from 'reveille/executor';
import { Cpu } from 'reveille/park';
import { ArrayQueue, SharedArrayQueue } from 'reveille/queue';
import { AtomicWaker } from 'reveille/sync';
import type { Wiring } from './keyboard-device.worker.js';
import { ScancodeDecoder } from './scancodes.js';

const KEYBOARD_LINE = 1;

/** The keyboard controller's port: here the device puts what the interrupt handler reads. */
const port = new SharedArrayQueue(16);

/** Between the interrupt handler, which must neither wait nor allocate, and the task. */
const scancodes = new ArrayQueue<number>(100);
const waker = new AtomicWaker();

function onKeyboardInterrupt(): void {
  for (let scancode = port.pop(); scancode !== undefined; scancode = port.pop()) {
    if (!scancodes.push(scancode)) console.error('scancode queue full; dropping keyboard input');
  }
  waker.wake(); // after the push
}

class ScancodeStream extends Stream<number> {
  override pollNext(cx: Context): Poll<number | typeof END> {
    const ready = scancodes.pop(); // most often there is one: no need to register then
    if (ready !== undefined) return ready;
    waker.register(cx.waker);
    const late = scancodes.pop(); // look again: an interrupt before the register had nobody to wake
    if (late === undefined) return PENDING;
    waker.take()?.[Symbol.dispose]();
    return late;
  }
}

const printKeypresses = co(function* () {
  const stream = new ScancodeStream();
  const decoder = new ScancodeDecoder();
  for (let key = yield* stream.next(); key !== END; key = yield* stream.next()) {
    const character = decoder.decode(key);
    if (character !== undefined) process.stdout.write(character);
    if (character === '\n') return;
  }
});

const cpu = new Cpu();
cpu.on(KEYBOARD_LINE, onKeyboardInterrupt);
const wiring: Wiring = { cpu: cpu.share(), port: port.share(), line: KEYBOARD_LINE, text: 'Hello, World!\n' };
new Worker(new URL('./keyboard-device.worker.js', import.meta.url), { workerData: wiring });
new Executor({ idle: halting(cpu) }).runUntil(printKeypresses);
