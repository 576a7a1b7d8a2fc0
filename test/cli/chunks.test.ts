import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countWords, folder, rowsOf, run, write } from './run.js';

/** Pieces that chunks cut badly: letters of one to four bytes, combining marks, apostrophes, what separates. */
const piece = fc.constantFrom(
  'a',
  'Z',
  '7',
  'é',
  'e\u0301',
  'ß',
  '日',
  '𝒳',
  '😀',
  "'",
  '’',
  ' ',
  '\n',
  '-',
  '.',
  '\u00a0',
);
const documents = fc.array(fc.string({ unit: piece, maxLength: 40 }), { minLength: 60, maxLength: 60 });

/** Many texts in one run, since it is the starting that takes time. */
async function assertCounted(path: string, chunk: number, texts: readonly string[]): Promise<void> {
  const files = write(path, Object.fromEntries(texts.map((text, n) => [`f${n}`, text])));
  const { code, stdout, stderr } = await run(['--chunk', String(chunk), ...files]);
  assert.equal(code, 0, stderr);
  const rows = rowsOf(stdout);
  const counted = files.map((file) => rows.get(file)?.words);
  assert.deepEqual(counted, texts.map(countWords));
}

test('words_cut_by_chunks_of_any_size_are_counted_right', async (t) => {
  const path = folder(t);
  await fc.assert(
    fc.asyncProperty(documents, fc.integer({ min: 1, max: 9 }), (texts, chunk) => assertCounted(path, chunk, texts)),
    { numRuns: 4, endOnFailure: true },
  );
});

test('file_that_ends_within_a_character_is_counted_to_there', async (t) => {
  const [file = ''] = write(folder(t), { cut: Buffer.from('one two é').subarray(0, -1) });
  const { stdout } = await run(['--chunk', '2', file]);
  assert.equal(rowsOf(stdout).get(file)?.words, 2);
});

test('bytes_that_are_no_text_separate_words', async (t) => {
  const [file = ''] = write(folder(t), { raw: Buffer.from([0x61, 0xff, 0x62, 0x80, 0x20, 0xc3]) });
  const { stdout } = await run(['--chunk', '1', file]);
  assert.equal(rowsOf(stdout).get(file)?.words, 2);
});
