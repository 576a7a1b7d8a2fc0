/** std's suites of mpsc, which crossbeam runs on its own channels. */
import * as alone from '../channels/alone.js';
import { type ChannelFlavour, isArray, isList, isZero } from '../channels/flavours.js';
import * as loops from '../channels/loops.js';
import * as many from '../channels/many.js';
import { chosen, preflight } from '../channels/select-alone.js';
import * as pairs from '../channels/select-together.js';
import { type ChannelCase, onChannels } from '../channels/setting.js';
import * as small from '../channels/small.js';
import * as together from '../channels/together.js';
import { played, type Row, type Suite } from '../table/row.js';

type Line = readonly [elders: string, situation: string, of: ChannelCase];

const PORT = 'the receiver has gone';
const CHAN = 'all senders have gone';

/** Those that say nothing of what fits. */
const ANY: readonly Line[] = [
  ['smoke_threads', 'one value from one to another', small.oneValue],
  [
    'oneshot_multi_task_recv_then_send oneshot_multi_thread_send_recv_stress send1',
    'one value for one who waits',
    small.oneValue,
  ],
  [
    'smoke_port_gone smoke_shared_port_gone smoke_shared_port_gone2 oneshot_single_thread_send_port_close oneshot_single_thread_try_send_closed issue_32114',
    PORT,
    small.portGone,
  ],
  [
    'port_gone_concurrent port_gone_concurrent_shared',
    'sends go on until the receiver has gone',
    small.portGoneMeanwhile,
  ],
  [
    'smoke_chan_gone smoke_chan_gone_shared oneshot_single_thread_recv_chan_close oneshot_single_thread_try_recv_closed oneshot_single_thread_peek_close',
    CHAN,
    small.chanGone,
  ],
  ['chan_gone_concurrent', 'receives go on until the sender has gone', small.chanGoneMeanwhile],
  [
    'oneshot_multi_task_recv_then_close oneshot_multi_thread_recv_close_stress',
    'the last sender goes while a receive waits',
    together.disconnectWakesReceiver,
  ],
  [
    'oneshot_single_thread_close_port_first oneshot_single_thread_close_chan_first oneshot_multi_thread_close_stress',
    'ends go without a value',
    alone.recvAfterDisconnect,
  ],
  ['oneshot_multi_thread_send_close_stress', 'the receiver goes while somebody sends', alone.sendAfterDisconnect],
  ['stress recv_from_outside_runtime stream_send_recv_stress', 'all arrives once and in order', many.spsc],
  ['stress_shared shared_chan_stress', 'several send, one receives it all', small.severalSenders],
  ['stress_recv_timeout_two_threads', 'both give up and try again', many.impatientTwo],
  ['stress_recv_timeout_shared', 'several send to one who gives up and comes again', small.severalSendersToImpatient],
  ['send_from_outside_runtime no_runtime', 'one asks, the other answers', small.inTurn],
  ['test_nested_recv_iter', 'a loop adds up what comes', loops.nestedIter],
  ['test_recv_iter_break', 'a loop that is left', loops.iterBreak],
  [
    'destroy_upgraded_shared_port_when_sender_still_active',
    'a receiver goes while senders are there',
    small.goesWhileSending,
  ],
];

/** Those in which something fits. */
const BUFFERED: readonly Line[] = [
  [
    'smoke oneshot_single_thread_send_then_recv oneshot_single_thread_try_send_open oneshot_single_thread_try_recv_open oneshot_single_thread_peek_data oneshot_single_thread_peek_open',
    'a value goes in and comes out',
    alone.smoke,
  ],
  ['drop_full', 'the ends go while something is in it', small.dropFull],
  ['smoke_shared', 'a clone sends as well', small.smokeOfClone],
  ['recv_a_lot', 'many are sent, then received', alone.lenAlone],
  ['try_recv_states', 'who tries sees each state', small.tryRecvStates],
];

const CHANNEL: readonly Line[] = [
  ['drop_full_shared', 'the same after clones came and went', small.dropFull],
  [
    'oneshot_single_thread_recv_timeout recv_timeout_upgrade shared_recv_timeout',
    'a receive whose limit passes takes nothing',
    together.recvTimeout,
  ],
  ['test_recv_try_iter', 'requests, and answers taken as they are there', many.requests],
  ['test_recv_into_iter_owned test_recv_into_iter_borrowed', 'what is left is looped over', loops.iterOfLeft],
];

const SYNC: readonly Line[] = [
  ['recv_timeout', 'a receive whose limit passes takes nothing', together.recvTimeout],
  [
    'oneshot_single_thread_try_recv_closed_with_data',
    'what the last sender left is received',
    alone.recvAfterDisconnect,
  ],
  ['send3', 'a send that waits is refused when the receiver goes', together.disconnectWakesSender],
  ['try_send2', 'what does not fit is refused', together.trySend],
  ['try_send3', 'the receiver has gone', alone.sendAfterDisconnect],
  ['issue_15761', 'one asks, the other answers', small.inTurn],
];

const ZERO: readonly Line[] = [
  ['send2', 'a send that waits is refused when the receiver goes', together.disconnectWakesSender],
  ['send4', 'two sends that wait are refused', small.twoAreRefused],
  ['oneshot_single_thread_try_send_closed2 try_send1', 'nobody is there to take it', alone.zeroSmoke],
];

const SELECTS: readonly Line[] = [
  ['smoke smoke2', 'the channel that has something is chosen', chosen],
  ['closed', 'a channel has ended', pairs.disconnected],
  ['unblocks', 'somebody comes to one of two channels', pairs.timeout],
  ['both_ready stress', 'values come by either channel', pairs.receiving],
  ['cloning cloning2 cloning3', 'clones come and go', pairs.cloning],
  [
    'preflight1 preflight2 preflight3 preflight4 preflight5 preflight6 preflight7 preflight8 preflight9',
    'what is there is taken, then the end',
    preflight,
  ],
];

function rows(lines: readonly Line[], flavours: (flavour: ChannelFlavour) => boolean, except = ''): Row[] {
  const left = new Set(except.split(' '));
  return lines.flatMap(([elders, situation, of]) => {
    const play = onChannels(of, { flavours });
    const mine = elders.split(' ').filter((elder) => !left.has(elder));
    return mine.map((elder) => played(elder, situation, play));
  });
}

const isSync = (flavour: ChannelFlavour): boolean => isArray(flavour) || isZero(flavour);

export const MPSC: readonly Suite[] = [
  {
    name: 'std mpsc channel',
    rows: [...rows(ANY, isList, 'send1'), ...rows(BUFFERED, isList), ...rows(CHANNEL, isList)],
  },
  {
    name: 'std mpsc sync_channel',
    rows: [
      ...rows(
        ANY,
        isSync,
        'smoke_shared_port_gone issue_32114 recv_from_outside_runtime send_from_outside_runtime no_runtime',
      ),
      ...rows(BUFFERED, isArray),
      ...rows(SYNC, isArray),
      ...rows(ZERO, isZero),
    ],
  },
  { name: 'std mpsc select', rows: rows(SELECTS, isList) },
];
