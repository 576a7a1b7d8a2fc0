/** The lost wake-up: an interrupt between "is the queue empty?" and `hlt`, with the naive check and with the cure. */
import { Worker } from 'node:worker_threads';
import { now } from 'reveille';
import { Cpu, park, Thread } from 'reveille/park';
import { ArrayQueue, SharedArrayQueue } from 'reveille/queue';
import type { Wiring } from './lost-wake-up-device.worker.js';

const LINE = 1;

/** A processor that lost its wake-up would sleep for ever; this one reports. */
const LIMIT = Number(process.argv[2] ?? 1_000);

const wakeQueue = new ArrayQueue<string>(100);
const cpu = new Cpu();
cpu.on(LINE, () => wakeQueue.push('task'));

const raised = new SharedArrayQueue(1);
const wiring: Wiring = { cpu: cpu.share(), raised: raised.share(), main: Thread.current().share() };
const device = new Worker(new URL('./lost-wake-up-device.worker.js', import.meta.url), { workerData: wiring });

/** The worst moment: waits until the device, on its thread, has raised the interrupt. */
function interruptNow(): void {
  device.postMessage(LINE);
  while (raised.pop() === undefined) park();
  console.log('  an interrupt comes');
}

/** Tells what came of a halt. */
function watch(halt: () => void): void {
  const start = now();
  halt();
  const lost = now() - start >= LIMIT;
  const tasks = `${wakeQueue.length} task in the queue`;
  console.log(lost ? `  slept until the time limit, with ${tasks}: the wake-up is lost` : `  did not sleep: ${tasks}`);
}

function naive(): void {
  console.log('  is the queue empty?', wakeQueue.isEmpty);
  if (wakeQueue.isEmpty) {
    interruptNow();
    console.log('  hlt');
    watch(() => cpu.hlt(LIMIT)); // its handler runs before the halt, which waits for the next interrupt
  }
}

function cure(): void {
  if (!wakeQueue.isEmpty) return; // fast path: masking and halting are the expensive part
  cpu.disable();
  console.log('  interrupts are off; is the queue empty?', wakeQueue.isEmpty);
  if (wakeQueue.isEmpty) {
    interruptNow();
    console.log('  enable and hlt, in one step');
    watch(() => cpu.enableAndHlt(LIMIT)); // the interrupt is pending, and ends the halt
  } else {
    cpu.enable();
  }
}

for (const sleepIfIdle of [naive, cure]) {
  console.log(`${sleepIfIdle.name}:`);
  sleepIfIdle();
  wakeQueue.pop();
}
await device.terminate();
