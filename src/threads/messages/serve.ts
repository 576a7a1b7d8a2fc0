import { CancelledError } from '../../core/errors.js';
import type { Question } from '../calling/asked.js';
import { promiseFrom } from '../calling/promise-from.js';
import type { Hireling } from './hireling.js';
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
    else
      promise.then(
        (value) => reply(true, value),
        (error) => reply(false, error),
      );
  } catch (error) {
    reply(false, error);
  }
}
