/** What is asked of another thread, and by whatever means answered while this one blocks. */
export type Question = number | Uint8Array | bigint;

/** Asks, blocks, and has the answer. */
export type Ask = (question: Question) => unknown;

let kept = new Uint8Array(0);

/** The function that runs on the other thread: the next number, the bytes themselves, or as many bytes as the bigint says. */
export async function answer(question: Question): Promise<number | Uint8Array> {
  if (typeof question === 'number') return question + 1;
  if (typeof question !== 'bigint') return question;
  if (kept.length !== Number(question)) kept = new Uint8Array(Number(question)).fill(7);
  return kept;
}
