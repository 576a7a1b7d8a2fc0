import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const lockMutants: readonly SeededMutant[] = mutantsOf('locks', [
  {
    name: 'mutex-taken-by-look',
    file: 'src/lock/mutex-core.ts',
    replace: 'const seen = compareExchange(words, STATE, 0, me);',
    by: `\
const seen = load(words, STATE);
    if (seen === 0) store(words, STATE, me);`,
    why: 'A look and a store in the place of a compare-exchange: two threads have the lock.',
    caughtBy: { case: caseOf('Mutex', 'trier locker'), kind: 'error' },
  },
  {
    name: 'mutex-calls-before-it-unlocks',
    file: 'src/lock/mutex-core.ts',
    replace: 'if (compareExchange(post.words, STATE, post.me, 0) === post.me) post.call();',
    by: `\
post.call();
    store(post.words, STATE, 0);`,
    why: 'Whoever is called finds the lock taken, and nobody calls it again.',
    caughtBy: { case: caseOf('Mutex', 'locker locker'), kind: 'deadlock' },
  },
  {
    name: 'mutex-inherited-without-poison',
    file: 'src/lock/mutex-core.ts',
    replace: `\
    store(words, POISON, 1);
`,
    by: '',
    why: 'What the dead thread left half done is taken for whole.',
    caughtBy: { case: caseOf('Mutex', 'mortal heir'), kind: 'error' },
  },
  {
    name: 'mutex-never-inherited',
    file: 'src/lock/mutex-core.ts',
    replace: 'if (isThere(seats.ground, holder)) return false;',
    by: 'if (isThere(seats.ground, holder) || holder !== 0) return false;',
    why: 'A dead thread keeps the lock.',
    caughtBy: { case: caseOf('Mutex', 'mortal heir'), kind: 'deadlock' },
  },
  {
    name: 'no-look-after-enlisting',
    file: 'src/lock/acquire.ts',
    replace: 'if (wanted.isOpen) return wanted.take();',
    by: 'if (wanted.isOpen) return undefined;',
    why: 'What was brought between the look and the enlisting is seen by nobody.',
    caughtBy: { case: caseOf('Mutex', 'locker locker'), kind: 'deadlock' },
  },
  {
    name: 'dead-told-to-nobody',
    file: 'src/lock/post.ts',
    replace: `\
    this.seats.reap();
    this.line.wakeAll();
`,
    by: `\
    this.seats.reap();
`,
    why: 'Whoever waits for a dead thread is not woken.',
    caughtBy: { case: caseOf('Mutex', 'mortal heir'), kind: 'deadlock' },
  },
  {
    name: 'permits-granted-by-store',
    file: 'src/lock/grants.ts',
    replace: 'if (compareExchange(words, STATE, last, next * this.#seats.length + seat) !== last) return false;',
    by: 'store(words, STATE, next * this.#seats.length + seat);',
    why: 'Two threads count at the same time, and both take the last permit.',
    caughtBy: { case: caseOf('Semaphore', 'both one'), kind: 'error' },
  },
  {
    name: 'grant-settled-by-its-own-thread-only',
    file: 'src/lock/grants.ts',
    replace: 'if (this.#numberOf(seat) !== before) return;',
    by: 'if (this.#numberOf(seat) !== before || seat !== this.#seat) return;',
    why: 'A permit that was granted is not counted yet, and is granted a second time.',
    caughtBy: { case: caseOf('Semaphore', 'both one'), kind: 'error' },
  },
  {
    name: 'permits-given-back-in-silence',
    file: 'src/lock/semaphore-core.ts',
    replace: `\
    add(this.post.words, this.#grants.mine, -permits);
    this.post.call();
`,
    by: '    add(this.post.words, this.#grants.mine, -permits);\n',
    why: 'Nobody is called.',
    caughtBy: { case: caseOf('Semaphore', 'one one'), kind: 'deadlock' },
  },
  {
    name: 'permits-of-the-dead-counted',
    file: 'src/lock/grants.ts',
    replace: 'if (has !== 0 && seats.isTaken(seat)) sum += has;',
    by: 'sum += has;',
    why: 'A dead thread keeps its permits, until somebody clears its seat.',
    caughtBy: { case: caseOf('Semaphore', 'mortal lateOne'), kind: 'deadlock' },
  },
  {
    name: 'reader-looks-first',
    file: 'src/lock/rw-core.ts',
    replace: `\
    add(words, post.held, 1);
    // SYNC: after the count; pairs with the look at the counts after the claim.
    const writer = load(words, STATE);`,
    by: `\
    const writer = load(words, STATE);
    add(words, post.held, 1);`,
    why: 'A reader that looks before it is counted is not seen by the writer.',
    caughtBy: { case: caseOf('RwLock', 'writer tryingReader'), kind: 'error' },
  },
  {
    name: 'last-reader-calls-nobody',
    file: 'src/lock/rw-core.ts',
    replace: 'const isTold = post.drain.row.isAwaited && post.drain.row.call();',
    by: 'const isTold = false;',
    why: 'The writer that waits for readers is not called.',
    caughtBy: { case: caseOf('RwLock', 'reader writer'), kind: 'deadlock' },
  },
  {
    name: 'claim-kept-by-one-who-gives-up',
    file: 'src/lock/write.ts',
    replace: 'if (this.#hasClaim) this.#core.unclaim();',
    by: '',
    why: 'The claim of a writer that has given up keeps all out.',
    caughtBy: { case: caseOf('RwLock', 'reader quitter'), kind: 'deadlock' },
  },
  {
    name: 'readers-gone-taken-for-own',
    file: 'src/lock/rw-wanted.ts',
    replace: 'return own > 0 && this.post.sum() === own;',
    by: 'return this.post.sum() === own;',
    why: 'A writer that finds no reader for a moment, and then one, is told that nobody is left to wake it.',
    caughtBy: { case: caseOf('RwLock', 'writer returner'), kind: 'error' },
  },
  {
    name: 'dead-writer-poisons-nothing',
    file: 'src/lock/rw-core.ts',
    replace: `\
      store(words, POISON, 1);
`,
    by: '',
    why: 'What the dead writer left half done is read.',
    caughtBy: { case: caseOf('RwLock', 'mortalWriter heirWhoReads'), kind: 'error' },
  },
  {
    name: 'condvar-unlocks-first',
    file: 'src/lock/condvar-wait.ts',
    replace: `\
    this.#waiter = this.#post.line.join(cx);
    this.#post.hold(cx, !this.#post.isShared);
    this.#state = 'waits';`,
    by: `\
    this.#guard.lend();
    this.#waiter = this.#post.line.join(cx);
    this.#post.hold(cx, !this.#post.isShared);
    this.#state = 'waits';`,
    why: 'A notification between the unlocking and the enlisting is for nobody.',
    caughtBy: { case: caseOf('Condvar', 'buyer seller'), kind: 'deadlock' },
  },
  {
    name: 'last-guest-calls-nobody',
    file: 'src/lock/barrier.ts',
    replace: `\
    post.callAll();
    return true;`,
    by: '    return true;',
    why: 'The others are not called when the round is over.',
    caughtBy: { case: caseOf('Barrier', 'guest guest'), kind: 'deadlock' },
  },
  {
    name: 'guest-counted-by-look',
    file: 'src/lock/barrier.ts',
    replace: 'const now = compareExchange(words, STATE, seen, (seen + by) % most);',
    by: `\
const now = seen;
      Atomics.store(words, STATE, (seen + by) % most);`,
    why: 'A look and a store in the place of a compare-exchange: an arrival is lost.',
    caughtBy: { case: caseOf('Barrier', 'guest guest'), kind: 'deadlock' },
  },
  {
    name: 'all-are-called-by-their-age',
    file: 'src/camp/wait-row.ts',
    replace: 'if (this.#claim(seat)) this.wake(seat);',
    by: 'if (this.isIn(seat)) this.call();',
    why: 'A thread that was called stands in the row again, is the oldest, and is called in the place of another one.',
    caughtBy: { case: caseOf('Barrier', 'returning oneOfThree'), kind: 'deadlock' },
  },
  {
    name: 'arrived-by-look',
    file: 'src/camp/headcount.ts',
    replace: 'if (compareExchange(passage, 0, ON_ITS_WAY, state) !== ON_ITS_WAY) return false;',
    by: `\
if (load(passage, 0) !== ON_ITS_WAY) return false;
    compareExchange(passage, 0, ON_ITS_WAY, state);`,
    why: "Two threads with the same handle both take a member off the count: the second one takes another handle's.",
    caughtBy: { case: caseOf('WaitGroup', 'hostOfTwins twin'), kind: 'error' },
  },
  {
    name: 'once-by-look',
    file: 'src/lock/once.ts',
    replace: 'const seen = compareExchange(words, STATE, 0, me);',
    by: `\
const seen = load(words, STATE);
    if (seen === 0) store(words, STATE, me);`,
    why: 'A look and a store in the place of a compare-exchange: it is done twice.',
    caughtBy: { case: caseOf('Once', 'caller caller'), kind: 'error' },
  },
  {
    name: 'counted-before-the-last-one-is-gone',
    file: 'src/lock/notices.ts',
    replace: '    this.#trim(); // those who were counted may be gone by now\n',
    by: '',
    why: 'One that was counted gives up before the notification for it is there, and nobody takes it back.',
    caughtBy: { case: caseOf('Notify', 'quitter notifierOfTwo'), kind: 'invariant' },
  },
  {
    name: 'one-notification-for-many',
    file: 'src/lock/notices.ts',
    replace: 'return this.post.sum() + 1;',
    by: 'return 1;',
    why: 'The second of two notifications is lost, although somebody waits for it.',
    caughtBy: { case: caseOf('Notify', 'pair notifierOfPair'), kind: 'deadlock' },
  },
  {
    name: 'notification-that-calls-nobody',
    file: 'src/lock/notices.ts',
    replace: '    this.#trim(); // those who were counted may be gone by now\n    this.post.call();',
    by: '    this.#trim();',
    why: 'Who waits sleeps on.',
    caughtBy: { case: caseOf('Notify', 'watcher notifier'), kind: 'deadlock' },
  },
  {
    name: 'all-called-before-it-is-written',
    file: 'src/lock/notices.ts',
    replace: `\
    add(this.post.words, TOTAL, 1); // SYNC: before the look at who waits; pairs with the look after the enlisting
    this.post.callAll();`,
    by: `\
    this.post.callAll();
    add(this.post.words, TOTAL, 1);`,
    why: 'Who enlists between the two is not called, and does not see that it was notified.',
    caughtBy: { case: caseOf('Notify', 'reader herald'), kind: 'deadlock' },
  },
]);
