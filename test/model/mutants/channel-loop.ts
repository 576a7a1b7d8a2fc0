import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const of = (threads: string) => caseOf('channel to an event loop', threads);

export const channelLoopMutants: readonly SeededMutant[] = mutantsOf('shared channel', [
  {
    name: 'called-by-nobody-on-the-loop',
    file: 'src/channel/shared/place.ts',
    replace: 'if (!this.receiving.called()) this.#consider(this.receiving, this.mine.senders);',
    by: 'void this.receiving;',
    why: 'The loop is woken, and none of the tasks that receive.',
    caughtBy: { case: of('receiver sender'), kind: 'deadlock' },
  },
]);
