import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { launch, SKIP } from './chromium.js';
import { TestServer } from './server.js';

const ROOT = new URL('../../../', import.meta.url);

for (const file of ['index.html', 'main.ts', 'primes.worker.ts', 'pool.html', 'pool.ts', 'counting.ts']) {
  test(`the_documentation_shows_the_example_as_it_is ${file}`, () => {
    const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
    assert.ok(read('docs/browsers.md').includes(`\n${read(`examples/browser/${file}`)}\`\`\`\n`));
  });
}

/** What a page of the documentation shows in the end. */
async function shown(path: string, isolated: boolean): Promise<string> {
  const server = await TestServer.start(isolated);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}examples/browser/${path}`);
    await page.waitForFunction("document.querySelector('output').textContent !== 'computing'");
    return (await page.textContent('output')) ?? '';
  } finally {
    await browser.close();
    server.close();
  }
}

suite('the pages of the documentation', { skip: SKIP, timeout: 120_000 }, () => {
  test('what_a_worker_produces_arrives_on_the_event_loop', async () => {
    assert.equal(await shown('', true), 'primes: 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47');
  });

  test('a_pool_counts_and_gives_up_with_shared_memory_and_without', async () => {
    const expected = '17984 primes below 200000; search: given up';
    assert.deepEqual([await shown('pool.html', true), await shown('pool.html', false)], [expected, expected]);
  });

  test('without_isolation_it_shows_what_is_missing', async () => {
    assert.match(await shown('', false), /^ReveilleError: no SharedArrayBuffer here: .* cross-origin isolated/);
  });
});
