import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile } from './compile.js';
import { type Fence, fencesOfMarkdown, fencesOfSource } from './fence.js';
import { problems } from './run.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const FOLDER = join(ROOT, `build/doc-examples-${process.pid}`);
after(() => rmSync(FOLDER, { recursive: true, force: true }));

/** Compiles and runs one example that stands in line 10 of page.md, as the examples of the documentation are. */
async function verdict(code: string, { runs = true, timeout = 30_000 } = {}): Promise<string[]> {
  const fence: Fence = { file: 'page.md', line: 10, code, runs };
  const [example] = compile([fence], ROOT, FOLDER);
  assert.ok(example !== undefined);
  return problems(example, timeout);
}

test('a_right_example_passes', async () => {
  const code = `
import { PENDING } from 'reveille';
import assert from 'node:assert/strict';
assert.equal(typeof PENDING, 'symbol');
console.log(6 * 7); // 42
for (const n of [1, 2, 3]) console.log(n); // 1, 2, 3
console.log({ a: 1 }); // { a: 1 } (an object)
console.log(performance.now()); // ...
`;
  assert.deepEqual(await verdict(code), []);
});

test('a_type_error_is_found_at_its_line', async () => {
  const found = await verdict(`const n: number = 1;\nconst s: string = n;\nconsole.log(s);`);
  assert.deepEqual(found, [`page.md:12: Type 'number' is not assignable to type 'string'.`]);
});

test('a_name_the_package_lacks_is_found', async () => {
  const found = await verdict(`import { nonesuch } from 'reveille';\nnonesuch();`);
  assert.deepEqual(found, [`page.md:11: Module '"reveille"' has no exported member 'nonesuch'.`]);
});

test('a_failing_assertion_is_found_at_its_line', async () => {
  const [found = ''] = await verdict(`import assert from 'node:assert/strict';\n\nassert.equal(1 + 1, 3);`);
  assert.match(found, /^page\.md:10: exit code 1\n/);
  assert.match(found, /page\.md:13/);
});

test('a_rejection_nobody_handles_is_found', async () => {
  const [found = ''] = await verdict(`void Promise.reject(new Error('lost'));`);
  assert.match(found, /^page\.md:10: exit code 1\n(?:.*\n)*.*lost/);
});

test('a_figure_that_is_wrong_is_found', async () => {
  const found = await verdict(`console.log(6 * 7); // 4\nconsole.log(6 * 7); // 420: remark\n`);
  assert.deepEqual(found, [
    'page.md:11: documented to print "4", but printed "42"',
    'page.md:12: documented to print "420: remark", but printed "42"',
  ]);
});

test('a_line_that_is_printed_too_often_is_found', async () => {
  const found = await verdict(`for (const n of [1, 2]) {\n  console.log(n); // 1\n}`);
  assert.deepEqual(found, ['page.md:12: documented to print "1", but printed "1, 2"']);
});

test('a_line_that_is_never_printed_is_found', async () => {
  const found = await verdict(`const late = () => console.log(1); // 1\nexport { late };`);
  assert.deepEqual(found, ['page.md:11: documented to print "1", but never ran']);
});

test('an_output_block_is_compared_with_all_that_is_printed', async () => {
  const code = `console.log('a\\nb');\nconsole.log(Math.random());\n// output:\n// a\n// b\n// 0...`;
  assert.deepEqual(await verdict(code), []);
  const [found = ''] = await verdict(code.replace('// b', '// c'));
  assert.match(found, /^page\.md:10: documented to print\na\nc\n0\.\.\.\nbut printed\na\nb\n0\./);
});

test('an_example_that_hangs_is_ended_and_found', async () => {
  const blocked = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`;
  assert.deepEqual(await verdict(blocked, { timeout: 1_000 }), ['page.md:10: still running after 1000 ms']);
});

test('a_no_run_example_is_only_type_checked', async () => {
  assert.deepEqual(await verdict(`process.exit(1);`, { runs: false }), []);
  const [found = ''] = await verdict(`const n: string = 1; process.exit(n);`, { runs: false });
  assert.match(found, /^page\.md:11: Type 'number'/);
});

test('fences_of_markdown_keep_their_line_and_lose_their_indent', () => {
  const text = [
    '# Title',
    '```sh',
    'npm test',
    '```',
    '- item',
    '  ```ts',
    '  if (true) {',
    '    run();',
    '  }',
    '  ```',
  ];
  assert.deepEqual(fencesOfMarkdown('page.md', [...text, '```ts no-run', 'stop();', '```'].join('\n')), [
    { file: 'page.md', line: 6, code: 'if (true) {\n  run();\n}', runs: true },
    { file: 'page.md', line: 11, code: 'stop();', runs: false },
  ]);
});

test('fences_of_a_source_are_those_in_its_doc_comments', () => {
  const text = [
    "const glob = 'src/**/*.ts';",
    '/* ```ts\n not(); ``` */',
    'export class A {',
    '  /**',
    '   * @example',
    '   * ```ts',
    '   * run();',
    '   *',
    '   * ```',
    '   */',
    '  method(): void {}',
    '}',
  ];
  const expected = [{ file: 'a.ts', line: 7, code: 'run();\n', runs: true }];
  assert.deepEqual(fencesOfSource('a.ts', text.join('\n')), expected);
});

test('a_fence_that_would_escape_the_tests_is_an_error', () => {
  assert.throws(() => fencesOfMarkdown('page.md', 'x\n```js\n```'), /^Error: page\.md:2: write ```ts instead of ```js/);
  assert.throws(() => fencesOfMarkdown('page.md', '```ts norun\n```'), /page\.md:1: unknown mark "norun"/);
  assert.throws(() => fencesOfMarkdown('page.md', '```ts\nx'), /page\.md:1: this fence is never closed/);
});
