import { CancelledError } from '../../core/errors.js';
import { INVOKE, type Question } from '../calling/asked.js';
import { tooLate } from '../calling/driven.js';
import { promiseFrom } from '../calling/promise-from.js';
import type { Hireling } from './hireling.js';
import type { Job } from './job.js';
import { packedAnswer, post, unpacked } from './packet.js';

/** Answers what a worker asks of the thread whose calls it runs. */
export function serve(worker: Hireling, ask: number, bytes: Uint8Array): void {
  const reply = (isValue: boolean, result: unknown): void =>
    post(worker.lifeline, { reply: ask, ...packedAnswer(isValue, result) });
  try {
    const question = unpacked(bytes) as Question;
    const job = worker.jobs.get(question[1]);
    if (job === undefined) throw new CancelledError('the call is over that asks');
    const result = job.serve(question);
    const promise = promiseFrom(result);
    if (promise === null) reply(true, result);
    else if (question[0] === INVOKE) replyOnce(job, promise, reply);
    else
      promise.then(
        (value) => reply(true, value),
        (error) => reply(false, error),
      );
  } catch (error) {
    reply(false, error);
  }
}

/** What the promise comes to, or that the call is over before. */
function replyOnce(job: Job, promise: PromiseLike<unknown>, reply: (isValue: boolean, result: unknown) => void): void {
  let isOver = false;
  const end = (isValue: boolean, value: unknown): void => {
    if (isOver) return;
    isOver = true;
    owed[Symbol.dispose]();
    reply(isValue, value);
  };
  const owed = job.owe(() => end(false, tooLate()));
  promise.then(
    (value) => end(true, value),
    (error) => end(false, error),
  );
}
