/** What is asked of another thread, and by whatever means answered while this one blocks. */
export type Question = number | Uint8Array | 'megabyte';

/** Asks, blocks, and has the answer. */
export type Ask = (question: Question) => unknown;

const megabyte = new Uint8Array(2 ** 20).fill(7);

/** The function that runs on the other thread: the next number, the bytes themselves, or a megabyte. */
export async function answer(question: Question): Promise<number | Uint8Array> {
  if (typeof question === 'number') return question + 1;
  return question === 'megabyte' ? megabyte : question;
}
