import type { Play, Stage } from '../table/row.js';
import { GRADES, type Grade, PLACES, type Place, type Variant } from '../table/variant.js';
import { Here } from './here.js';
import { acting, perform, type Role } from './perform.js';

/** Something that cases are about, in one of its kinds. */
export interface Flavour {
  readonly name: string;
  /** Whether other threads can have a part in it. */
  readonly shared: boolean;
}

/** What the cases of a suite are about: how it is made, and how another thread comes by it. */
export interface Setting<P extends Disposable, F extends Flavour, S extends Situation<P>> {
  readonly flavours: readonly F[];
  readonly grades?: readonly Grade[];
  make(flavour: F, situation: S): Prop<P>;
  /** What another thread makes of a parcel. */
  open(flavour: F, parcel: unknown, here: Here): P;
}

/** What one run is about. */
export interface Prop<P> extends Disposable {
  /** For a role on this thread. */
  hold(needs: string, here: Here): P;
  /** For a role on another one. */
  parcel(needs: string): unknown;
}

/** A case: who does what, and what has come of it when all are through. */
export interface Situation<P> {
  readonly roles: readonly Role<P>[];
  check?(answers: readonly unknown[]): void;
}

/** Which of its variants a case is run in; all, unless stated. */
export interface Choice<F> {
  flavours?(flavour: F): boolean;
  readonly grades?: readonly Grade[];
  readonly places?: readonly Place[];
}

/** Threads that take part, this one included. */
const THREADS = 4;

/** The words in which roles keep step. */
const newSteps = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * 64));

/** A case in all its variants. */
export function play<P extends Disposable, F extends Flavour, S extends Situation<P>>(
  setting: Setting<P, F, S>,
  situation: S,
  choice: Choice<F> = {},
): Play {
  const { roles } = situation;
  const flavours = setting.flavours.filter((flavour) => choice.flavours?.(flavour) ?? true);
  const places = (choice.places ?? PLACES).map((place) => ({ place }));
  const grades = choice.grades ?? setting.grades ?? GRADES;
  const variants = flavours.flatMap((flavour) =>
    places
      .filter(({ place }) => place === 'in process' || flavour.shared)
      .flatMap(({ place }) => grades.map((grade) => ({ flavour: flavour.name, grade, place }))),
  );
  const flavourOf = ({ flavour: name }: Variant): F => {
    const found = flavours.find((flavour) => flavour.name === name);
    if (found === undefined) throw new Error(`no flavour ${name}`);
    return found;
  };

  async function run(variant: Variant, stage: Stage): Promise<void> {
    const steps = newSteps();
    using prop = setting.make(flavourOf(variant), situation);
    const groups = groupsOf(roles.length, variant.place);
    const parcels = groups.slice(1).map((group) => group.map((role) => prop.parcel(roles[role]!.needs)));
    const mine = groups[0] ?? [];
    const held = mine.map((role) => {
      const here = new Here(variant, mine.length === 1, steps);
      return acting(roles[role]!, here, prop.hold(roles[role]!.needs, here));
    });
    prop[Symbol.dispose](); // those that were handed out are all there are, before anybody uses one
    const others = groups.slice(1).map(async (group, at) => {
      return group.length === 0 ? [] : await stage.act(at, variant, group, parcels[at]!, steps);
    });
    const done = await everybody([perform(variant.grade, held), ...others]);
    const answers: unknown[] = [];
    for (const [at, group] of groups.entries()) {
      for (const [index, role] of group.entries()) answers[role] = done[at]?.[index];
    }
    situation.check?.(answers);
  }

  async function act(variant: Variant, mine: readonly number[], parcels: readonly unknown[], steps: Int32Array) {
    const futures = mine.map((role, index) => {
      const here = new Here(variant, mine.length === 1, steps);
      return acting(roles[role]!, here, setting.open(flavourOf(variant), parcels[index], here));
    });
    return await perform(variant.grade, futures);
  }

  return { variants, run, act };
}

/** What all of them answered; or what failed, of all of them, since one who fails may leave another one waiting. */
async function everybody<T>(all: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(all);
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (failed.length > 0) throw failed.length === 1 ? failed[0] : new Error(failed.map(stackOf).join('\nand '));
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Who acts on which thread; a case of one role goes to another thread than the one that made the thing. */
function groupsOf(roles: number, place: Place): number[][] {
  const all = Array.from({ length: roles }, (_, role) => role);
  if (place === 'in process') return [all];
  if (roles === 1) return [[], [0]];
  return Array.from({ length: THREADS }, (_, thread) => all.filter((role) => role % THREADS === thread));
}
