import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Node's way to be as strict as a page whose content security policy has no `unsafe-eval`. */
const STRICT = '--disallow-code-generation-from-strings';

for (const suite of ['round-trip', 'garbage', 'errors', 'prototypes']) {
  test(`all_of_it_holds_where_programs_may_not_compile: ${suite}`, async () => {
    const file = fileURLToPath(new URL(`./${suite}.test.js`, import.meta.url));
    const { NODE_TEST_CONTEXT: _context, ...env } = process.env; // or it would report to this file's runner
    const { stdout } = await promisify(execFile)(process.execPath, [STRICT, '--test-reporter=tap', file], { env });
    assert.match(stdout, /^# pass [1-9]/m);
    assert.match(stdout, /^# fail 0$/m);
  });
}

test('there_programs_may_not_compile', async () => {
  const program = promisify(execFile)(process.execPath, [STRICT, '-e', 'new Function("return 1")']);
  await assert.rejects(program, /EvalError/);
});
