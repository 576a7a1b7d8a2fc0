import { type Fold, folds } from './folds.js';

/** A run to be told step by step. */
export interface TraceInput {
  /** The threads' names. */
  readonly threads: readonly string[];
  readonly steps: readonly TraceStep[];
  /** What became of each thread: `waits for ever`. */
  readonly ends: readonly string[];
}

export interface TraceStep {
  /** Which thread made it. */
  readonly thread: number;
  /** What it did: `compareExchange state[0] 0 -> 1`. Of a run that is too long, only the beginning and the end know. */
  readonly text: string;
  /** What it touched, and how, in whatever words: known of all steps. */
  readonly touches: string;
  /** The line of the source: `src/park/cpu.ts:171 Cpu.hlt`. */
  readonly at: string | undefined;
  /** Whether it interrupts a thread that could have gone on. */
  readonly preempts: boolean;
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
  const width = Math.min(MOST_LEFT, Math.max(0, ...rows.map(({ left, right }) => (right === '' ? 0 : left.length))));
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

/** The steps, of a run that is too long those of its beginning and its end; repetitions in a line each. */
function stepRows(input: TraceInput): Row[] {
  const { steps } = input;
  const [head, tail] = [MOST_STEPS, steps.length - MOST_STEPS];
  const isTold = (step: number): boolean => step < head || step >= tail;
  const rows: Row[] = [];
  let left = 0;
  const leaveOut = (): void => {
    if (left > 0) rows.push(gap(input, counted(left, 'step')));
    left = 0;
  };
  const folded = new Map(folds(steps, isTold).map((fold) => [fold.from, fold]));
  for (let i = 0; i < steps.length; ) {
    const fold = folded.get(i);
    if (isTold(i) || (fold !== undefined && left === 0)) {
      leaveOut();
      rows.push(fold === undefined ? stepRow(input, i) : gap(input, again(fold)));
    } else left += fold === undefined ? 1 : fold.period * fold.times;
    i += fold === undefined ? 1 : fold.period * fold.times;
  }
  leaveOut();
  return rows;
}

function again({ period, times }: Fold): string {
  return `${period === 1 ? 'this step' : `these ${period} steps`} again, ${times.toLocaleString('en')} times`;
}

function gap(input: TraceInput, what: string): Row {
  return { left: `${' '.repeat(numbers(input) - 1)}...  ${what}`, right: '' };
}

function stepRow(input: TraceInput, i: number): Row {
  const { thread, preempts, text, at = '' } = input.steps[i] as TraceStep;
  const goesOn = input.steps[i - 1]?.thread === thread;
  return { left: left(input, preempts ? '>' : ' ', `${i + 1}`, thread, goesOn, text), right: at };
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
