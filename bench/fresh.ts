/**
 * A process that uses something for the first time, and prints the nanoseconds this took.
 *
 * usage: node fresh.js <module of contenders> [<calls>]
 * The module's `first` is called, or as many calls are made by what `open` answers; its import counts.
 */
const begin = performance.now();
const [module, calls] = process.argv.slice(2);
const { first, open } = (await import(`./contenders/${module}.js`)) as {
  first: () => unknown;
  open: () => (question: number) => unknown;
};
if (calls === undefined) await first();
else {
  const ask = open();
  for (let i = 0; i < Number(calls); i += 1) if (ask(i) !== i + 1) throw new Error(`call ${i}: a wrong answer`);
}
console.log((performance.now() - begin) * 1e6);
process.exit();
