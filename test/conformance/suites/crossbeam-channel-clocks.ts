/** crossbeam's suites of after, tick and never, and the small ones that are left. */
import * as clocks from '../channels/clocks.js';
import { type ChannelCase, onChannels } from '../channels/setting.js';
import { differs, played, type Row, type Suite, untranslatable } from '../table/row.js';

/** Of clocks there is one kind, which is not shared; it is in this thread, or all of it in another. */
const on = (situation: ChannelCase) =>
  onChannels(situation, { flavours: ({ name }) => name === 'shared.bounded(3) of i32' });

const OF_ONE_THREAD = 'its receivers are of one thread, which has the timers: threads have clocks of their own';
const NOT_READY = 'nothing tells that an operation would be ready without doing it: see select';

function common(kind: 'after' | 'tick'): Row[] {
  return [
    played('fire', 'not before its time', on(clocks.fire(kind))),
    played('capacity', 'one value fits', on(clocks.lenEmptyFull(kind))),
    played('len_empty_full', 'it is counted from when it is due until it is taken', on(clocks.lenEmptyFull(kind))),
    played('try_recv', 'who tries finds it when it is due', on(clocks.fire(kind))),
    played('recv', 'a receive waits for it', on(clocks.recvs(kind))),
    played('recv_timeout', 'a receive whose limit passes takes nothing', on(clocks.recvTimeouts(kind))),
    played('recv_two', 'selects over two of them', on(clocks.recvTwo(kind, 2)), OF_ONE_THREAD),
    played('recv_race', 'the one that is due first is first', on(clocks.recvRace(kind))),
    played('stress_default', 'what is due comes before a default', on(clocks.stressDefault)),
    played('fairness', 'a fair select takes from each that is due', on(clocks.fairness(kind, 2))),
    played('fairness_duplicates', 'and so if one stands there five times', on(clocks.fairness(kind, 5))),
    ...differs('ready', NOT_READY),
  ];
}

export const CLOCKS: readonly Suite[] = [
  {
    name: 'crossbeam-channel after',
    rows: [
      ...common('after'),
      played('select', 'many of different times: each comes once', on(clocks.many), OF_ONE_THREAD),
      played('stress_clone', 'clones come and go', on(clocks.clones), OF_ONE_THREAD),
    ],
  },
  {
    name: 'crossbeam-channel tick',
    rows: [
      ...common('tick'),
      played('intervals', 'no drift; of missed ticks, the latest', on(clocks.intervals)),
      played('select', 'selects over two beats', on(clocks.recvTwo('tick', 6)), OF_ONE_THREAD),
    ],
  },
  {
    name: 'crossbeam-channel never',
    rows: [
      ...['smoke', 'capacity', 'len_empty_full', 'try_recv', 'recv_timeout'].map((elder) =>
        played(elder, 'it is empty, and nothing comes of waiting', on(clocks.nothing)),
      ),
      ...['optional', 'tick_n'].map((elder) =>
        played(elder, 'in the place of a channel in a select', on(clocks.optional)),
      ),
      ...differs('same_channel', 'ends are not compared'),
    ],
  },
  {
    name: 'crossbeam-channel same_channel',
    rows: differs(
      'after_same_channel array_same_channel list_same_channel never_same_channel tick_same_channel zero_same_channel different_flavours_same_channel',
      'ends are not compared: whoever has to know keeps them by channel',
    ),
  },
  {
    name: 'crossbeam-channel thread_locals',
    rows: untranslatable('use_while_exiting', 'no code runs while the locals of a thread are taken down'),
  },
];
