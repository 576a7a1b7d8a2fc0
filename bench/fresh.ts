/**
 * A process that uses something for the first time, and prints the nanoseconds this took.
 *
 * usage: node fresh.js <module of contenders>
 * The module's `first` is called; its import counts.
 */
const begin = performance.now();
const { first } = (await import(`./contenders/${process.argv[2]}.js`)) as { first: () => unknown };
await first();
console.log((performance.now() - begin) * 1e6);
process.exit();
