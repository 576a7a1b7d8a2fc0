/** A run to be told step by step. */
export interface TraceInput {
  /** The threads' names. */
  readonly threads: readonly string[];
  readonly steps: readonly {
    /** Which thread made it. */
    readonly thread: number;
    /** What it did: `compareExchange state[0] 0 -> 1`. */
    readonly text: string;
    /** The line of the source: `src/park/cpu.ts:171 Cpu.hlt`. */
    readonly at: string | undefined;
    /** Whether it interrupts a thread that could have gone on. */
    readonly preempts: boolean;
  }[];
  /** What became of each thread: `waits for ever`. */
  readonly ends: readonly string[];
}

/** How far each thread's steps stand to the right of those of the thread before. */
const INDENT = 4;

/** Where the lines of the source begin at the latest, but for longer steps: leaves them 50 of 120 columns. */
const MOST_LEFT = 68;

/** How many steps are told at the beginning of a run that is too long to be read, and as many at its end. */
const MOST_STEPS = 200;

/**
 * A line a step: its number, the thread when it is not that of the line before, what the step did, and where in the
 * source. The steps of each thread stand further to the right than those of the one before, so that one sees who goes
 * when at a glance. Not a column a thread: three of them and the source don't fit into a terminal.
 */
export function traceText(input: TraceInput): string {
  const rows = [...stepRows(input), ...endRows(input)];
  const width = Math.min(MOST_LEFT, Math.max(0, ...rows.map(({ left }) => left.length)));
  const lines = rows.map(({ left, right }) => (right === '' ? left : `${left.padEnd(width)}  ${right}`));
  return [`${summary(input)}:`, '', ...lines].join('\n');
}

interface Row {
  readonly left: string;
  readonly right: string;
}

function summary({ steps }: TraceInput): string {
  const preemptions = steps.filter(({ preempts }) => preempts).length;
  return `${counted(steps.length, 'step')}, ${counted(preemptions, 'preemption')}${preemptions === 0 ? '' : ' (>)'}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function stepRows(input: TraceInput): Row[] {
  const rows = input.steps.map((step, i) => () => stepRow(input, step, i));
  const left = rows.length - 2 * MOST_STEPS;
  if (left <= 0) return rows.map((row) => row());
  const gap = { left: `${' '.repeat(numbers(input) - 1)}...  ${counted(left, 'step')}`, right: '' };
  return [...rows.slice(0, MOST_STEPS).map((row) => row()), gap, ...rows.slice(-MOST_STEPS).map((row) => row())];
}

function stepRow(input: TraceInput, step: TraceInput['steps'][number], i: number): Row {
  const { thread, preempts, at = '' } = step;
  const goesOn = input.steps[i - 1]?.thread === thread;
  return { left: left(input, preempts ? '>' : ' ', `${i + 1}`, thread, goesOn, step.text), right: at };
}

/** Below the steps, what became of the threads, and with which step. */
function endRows(input: TraceInput): Row[] {
  return input.ends.map((end, thread) => {
    const last = input.steps.findLastIndex((step) => step.thread === thread);
    const text = end.split('\n', 1)[0] ?? '';
    return { left: left(input, ' ', 'end', thread, false, text), right: last === -1 ? '' : `since step ${last + 1}` };
  });
}

function left(input: TraceInput, mark: string, number: string, thread: number, goesOn: boolean, text: string): string {
  const digits = numbers(input);
  const width = Math.max(...input.threads.map((name) => name.length));
  const name = goesOn ? '' : (input.threads[thread] ?? '');
  return `${mark} ${number.padStart(digits)}  ${name.padEnd(width)}  ${' '.repeat(INDENT * thread)}${text}`.trimEnd();
}

/** How wide the numbers of steps are. */
function numbers({ steps }: TraceInput): number {
  return Math.max('end'.length, `${steps.length}`.length);
}
