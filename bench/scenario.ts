/** What a scenario asks of each contender. */
export interface Shape {
  /** How many yields, tasks, items or levels; the number after the slash. */
  readonly size: number;
  /**
   * How many classes of future pass through the same poll site. An engine that has seen one class there inlines its
   * `poll`; one that has seen eight, as in any real program, looks it up each time.
   */
  readonly classes: 1 | 8;
}

/** One contender at work in one scenario. */
export interface Work {
  /** What one iteration does, in the scenario's unit; a figure is nanoseconds for one of these. */
  readonly units: number;
  /**
   * Does it `iterations` times and answers how many units it has seen done, counted from what the work answered: it
   * cannot be optimised away, and a contender that does less than it should is found out.
   */
  run(iterations: number): number | Promise<number>;
  /** Lets go of what keeps the process alive. */
  end?(): void;
}

/** Work that is not done over and over: it knows itself where its clock begins and ends. */
export interface Probe {
  /** Does it once; nanoseconds a unit. */
  probe(): Promise<number>;
  /** Lets go of what keeps the process alive. */
  end?(): void;
}

/** Somebody who does the work. Its module loads in its own process only, so that nobody warms up another's code. */
export type Contender =
  | { readonly name: string; readonly prepare: (shape: Shape) => Promise<Work | Probe> }
  | { readonly name: string; readonly rust: RustDesign };

/** A program in rust/, and one of the designs in it. */
export type RustDesign =
  | readonly [program: 'block_on', design: 'futures' | 'executor' | 'bounded1' | 'again']
  | readonly [program: 'channels', design: 'crossing' | 'ping_pong'];

/** Work that several contenders do, to be compared with one another. */
export interface Scenario extends Shape {
  readonly family: string;
  /** What a figure is nanoseconds of. */
  readonly unit: string;
  readonly contenders: readonly Contender[];
}

/** The name before the slash: the family, and the variant unless it is the plain one. */
export function groupOf({ family, classes }: Pick<Scenario, 'family' | 'classes'>): string {
  return classes === 1 ? family : `${family}_${classes}_classes`;
}

/** What criterion calls the benchmark's id: group/function/parameter. */
export function nameOf(scenario: Scenario, contender: Contender): string {
  return `${groupOf(scenario)}/${contender.name}/${scenario.size}`;
}

/** The scenario for each size, in both variants. */
export function scenarios(
  family: string,
  unit: string,
  sizes: readonly number[],
  contenders: readonly Contender[],
): Scenario[] {
  return ([1, 8] as const).flatMap((classes) => sizes.map((size) => ({ family, unit, size, classes, contenders })));
}
