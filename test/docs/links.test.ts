import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { CASES } from '../model/cases.js';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const TESTS = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts'));

/** The page without its fences, whose brackets are code. */
const prose = (page: string): string => readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string): string[] =>
  [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));

for (const page of PAGES) {
  test(`links_of_a_page_lead_somewhere: ${page}`, () => {
    for (const [, link] of prose(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      const [path = '', anchor] = (link ?? '').split('#');
      if (/^[a-z]+:/.test(path)) continue;
      const target = path === '' ? page : normalize(join(dirname(page), path));
      assert.ok(existsSync(target), `${link}: there is no ${target}`);
      if (anchor !== undefined) assert.ok(anchorsOf(target).includes(anchor), `${link}: no such heading`);
    }
  });
}

for (const page of ['docs/security.md', 'docs/guarantees.md']) {
  test(`tests_and_commands_that_a_page_names_exist: ${page}`, () => {
    const text = prose(page);
    const areas = new Set(TESTS.map((path) => path.split('/')[0]));
    for (const [, named = ''] of text.matchAll(/`([a-z-]+\/[a-z/-]*)`/g)) {
      if (!areas.has(named.split('/')[0] ?? '')) continue; // an entry point, say
      assert.ok(
        TESTS.some((path) => path.startsWith(named)),
        `there is no test ${named}`,
      );
    }
    for (const [, words = ''] of text.matchAll(/`npm test -- ([^`]*)`/g)) {
      for (const word of words.split(' ').filter((word) => !word.startsWith('-'))) {
        assert.ok(
          TESTS.some((path) => join('test', path).includes(word)),
          `npm test -- ${word} runs nothing`,
        );
      }
    }
    for (const [, quoted, bare] of text.matchAll(/--only (?:"([^"]+)"|(\w+))/g)) {
      const only = quoted ?? bare ?? '';
      assert.ok(
        CASES.some(({ structure }) => structure.includes(only)),
        `there is nothing to explore of ${only}`,
      );
    }
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const [, script = ''] of text.matchAll(/`npm run ([\w:]+)/g)) assert.ok(scripts[script], `npm run ${script}`);
  });
}
