/** A stage of the pipeline: receives until nothing more can come, then drops its ends, and so ends the next one. */
import { workerData } from 'node:worker_threads';
import { blockOn, co, END } from 'reveille';
import { type EndHandle, shared } from 'reveille/channel';

/** What a stage does, and its ends of the channels before and behind it. */
export interface Stage {
  readonly job: 'square' | 'sum';
  readonly from: EndHandle;
  readonly to: EndHandle;
}

const { job, from, to } = workerData as Stage;

const square = co.wrap(function* square() {
  using numbers = shared.attachReceiver(from, 'i32');
  using squares = shared.attachSender(to, 'f64');
  for (let n = yield* numbers.next(); n !== END; n = yield* numbers.next()) yield* squares.send(n * n);
});

const sum = co.wrap(function* sum() {
  using squares = shared.attachReceiver(from, 'f64');
  using answer = shared.attachSender(to, 'f64');
  let total = 0;
  for (let n = yield* squares.next(); n !== END; n = yield* squares.next()) total += n;
  yield* answer.send(total);
});

blockOn(job === 'square' ? square() : sum());
