/** Calls that block until another thread has answered. */
import type { Work } from '../scenario.js';
import type { Ask, Question } from './answers.js';

/** Numbers, one after the other. */
export function numbers(ask: Ask): Work {
  let asked = 0;
  return {
    units: 1,
    run(iterations) {
      let right = 0;
      for (let i = 0; i < iterations; i += 1) if (ask(asked++) === asked) right += 1;
      return right;
    },
  };
}

/** The same question again and again, whose answer has that many bytes. */
export function bytes(ask: Ask, question: Question, length: number): Work {
  return {
    units: 1,
    run(iterations) {
      let right = 0;
      for (let i = 0; i < iterations; i += 1) if ((ask(question) as Uint8Array).length === length) right += 1;
      return right;
    },
  };
}
