import type { Here } from '../stage/here.js';
import type { Role } from '../stage/perform.js';
import { type Choice, type Flavour, type Prop, play, type Setting, type Situation } from '../stage/play.js';
import type { Play } from '../table/row.js';
import type { Grade } from '../table/variant.js';

/** One kind of a thing that threads may share as a whole: a queue, a lock. */
export interface Kind<T> extends Flavour {
  make(): T;
  share?(thing: T): unknown;
  attach?(handle: unknown): T;
}

/** What a role holds of it. */
export class Hold<T> implements Disposable {
  constructor(
    readonly thing: T,
    /** Whether it is the role's own, to be dropped with it. */
    readonly isOwn: boolean,
  ) {}

  [Symbol.dispose](): void {
    if (this.isOwn) (this.thing as Partial<Disposable>)[Symbol.dispose]?.();
  }
}

/** A role that holds the thing. */
export type Part<T> = (here: Here, thing: T) => ReturnType<Role<Hold<T>>['body']>;

/** A case: what each does, in the roles' order, and what may be said when all are through. */
export interface ThingCase {
  check?(answers: readonly unknown[]): void;
}

class Shared<T> implements Prop<Hold<T>> {
  readonly #thing: T;

  constructor(readonly kind: Kind<T>) {
    this.#thing = kind.make();
  }

  hold(): Hold<T> {
    return new Hold(this.#thing, false);
  }

  parcel(): unknown {
    return this.kind.share?.(this.#thing);
  }

  /** The thing of this thread stays, as tasks have it and not a count of ends. */
  [Symbol.dispose](): void {}
}

/** The case of these parts in all kinds of a thing. */
export function onThings<T>(
  kinds: readonly Kind<T>[],
  parts: readonly Part<T>[],
  { check, ...choice }: ThingCase & Choice<Kind<T>> = {},
): Play {
  const situation: Situation<Hold<T>> = {
    roles: parts.map((part) => ({ needs: '', body: (here, { thing }) => part(here, thing) })),
    ...(check === undefined ? {} : { check }),
  };
  const setting: Setting<Hold<T>, Kind<T>, Situation<Hold<T>>> = {
    flavours: kinds,
    make: (kind) => new Shared(kind),
    open: (kind, parcel) => new Hold(kind.attach?.(parcel) as T, true),
  };
  return play(setting, situation, choice);
}

/** Of what answers at once there is one grade. */
export const TRY: readonly Grade[] = ['try'];
