/** Each argument is a specifier: `require` and `import` of it must give the same names and the same values. */
const assert = require('node:assert/strict');

async function main() {
  for (const specifier of process.argv.slice(2)) {
    const required = require(specifier);
    const imported = await import(specifier);
    const names = Object.keys(imported);
    assert.ok(names.length > 0, `${specifier} exports nothing`);
    assert.deepEqual(Object.keys(required), names, specifier);
    for (const name of names) assert.equal(required[name], imported[name], `${specifier} ${name}`);
  }
  console.log('import and require agree');
}

main();
