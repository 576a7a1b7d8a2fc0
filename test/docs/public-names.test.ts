import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { ROOT, withTree } from '../package/fixture.js';
import { entryPoints, undocumented } from './public-names.js';

function sourceOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'src/tsconfig.json'), ts.sys.readFile) as { config: object };
  return ts.parseJsonConfigFileContent({ ...config, include: [], files: ['index.ts'] }, ts.sys, join(ROOT, 'src'))
    .options;
}

test('every_public_name_has_a_doc_comment_with_an_example', () => {
  const missing = undocumented(ROOT, entryPoints(ROOT), sourceOptions());
  assert.ok(missing.length === 0, `${missing.length} missing:\n${missing.join('\n')}`);
});

test('what_is_missing_is_found', async () => {
  const tree = {
    'index.ts': `export { Bare, Good, bare, unused, wordless } from './names.js';
export type { Shape } from './names.js';
`,
    'names.ts': `export class Bare { constructor(readonly x: number) {} }
/**
 * Good.
 * @example
 * \`\`\`ts
 * new Good();
 * \`\`\`
 */
export class Good implements Shape {
  #hidden = 1;
  private own = 2;
  /** The area. */
  area(): number { return this.#hidden + this.own; }
  side(): number { return 1; }
  naked(): void {}
}
/** No example. */
export const wordless = 1;
/**
 * The example is about something else.
 * @example
 * \`\`\`ts
 * other();
 * \`\`\`
 */
export function unused(): void {}
export const bare = { naked() {} };
/**
 * A shape.
 * @example
 * \`\`\`ts
 * const shape: Shape = { area: () => 1, side: () => 1 };
 * \`\`\`
 */
export interface Shape {
  area(): number;
  /** The side, which implementations need not repeat. */
  side(): number;
}
`,
  };
  await withTree(tree, async (folder) => {
    const options = { ...sourceOptions(), composite: false, types: [] };
    assert.deepEqual(undocumented(folder, [join(folder, 'index.ts')], options), [
      'names.ts:1 Bare: no doc comment',
      'names.ts:1 Bare.constructor: no doc comment',
      'names.ts:9 Good.naked: no doc comment',
      'names.ts:27 bare: no doc comment',
      'names.ts:27 bare.naked: no doc comment',
      'names.ts:26 unused: its @example does not use it',
      'names.ts:18 wordless: no @example with a ```ts fence',
      'names.ts:35 Shape.area: no doc comment',
    ]);
  });
});
