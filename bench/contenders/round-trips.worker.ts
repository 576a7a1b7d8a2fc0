import { parentPort, workerData } from 'node:worker_threads';
import { SharedWaker } from 'reveille';
import { shared } from 'reveille/channel';
import { ANSWERED, ANSWERED_APART, ASKED, type Question } from './round-trips.js';

const { words, kind, jobs, answers, waker, options } = workerData as Question;

/** Answers each question that is asked by a word. */
function answerWords(answer: (question: number) => void): void {
  for (let question = 0; ; question += 1) {
    Atomics.wait(words, ASKED, question);
    answer(question + 1);
  }
}

function tell(question: number): void {
  Atomics.store(words, ANSWERED, question);
  Atomics.notify(words, ANSWERED);
}

function answerLooks(): void {
  for (let question = 0; ; question += 1) {
    while (Atomics.load(words, ASKED) === question);
    Atomics.store(words, ANSWERED_APART, question + 1);
  }
}

if (kind === 'words') answerWords(tell);
else if (kind === 'looks') answerLooks();
else if (kind === 'port') answerWords((question) => parentPort?.postMessage(question));
else if (kind === 'waker') {
  const handle = SharedWaker.attach(waker as never);
  answerWords((question) => {
    Atomics.store(words, ANSWERED, question);
    handle.wake();
  });
} else {
  const from = shared.attachReceiver(jobs as never, 'i32', options);
  const to = shared.attachSender(answers as never, 'i32', options);
  for (;;) to.sendBlocking(from.recvBlocking());
}
