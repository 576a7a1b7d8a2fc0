/** Go's tests of channels, which crossbeam runs on its own. */

import { fairness } from '../channels/fairness.js';
import { type ChannelFlavour, isArray, isList, isZero } from '../channels/flavours.js';
import * as go from '../channels/go.js';
import * as runtime from '../channels/go-runtime.js';
import * as loops from '../channels/loops.js';
import * as many from '../channels/many.js';
import { alwaysOne } from '../channels/select-many.js';
import { type ChannelCase, onChannels } from '../channels/setting.js';
import { played, type Suite, untranslatable } from '../table/row.js';

const any = (situation: ChannelCase) => onChannels(situation);
const only = (flavours: (flavour: ChannelFlavour) => boolean, situation: ChannelCase) =>
  onChannels(situation, { flavours });
const isBuffered = (flavour: ChannelFlavour): boolean => !isZero(flavour);
const isKind = ({ capacity }: ChannelFlavour): boolean => capacity === 3;

export const GOLANG: Suite = {
  name: 'crossbeam-channel golang',
  rows: [
    played(
      'doubleselect::main',
      'one sends to whichever of four takes it: each number arrives once',
      any(go.doubleSelect),
    ),
    played('fifo::asynch_fifo', 'what was sent comes in order', only(isArray, many.spsc)),
    played('fifo::synch_fifo', 'a chain of those who receive in their turn', only(isZero, go.fifo)),
    played('goroutines::main', 'a value goes from hand to hand', any(go.goroutines)),
    played('nonblock::main', 'who only tries meets one who waits', any(go.nonblock)),
    played('select::main', 'a select sends while there is room', only(isKind, go.selectSends)),
    played(
      'select2::main',
      'one branch never has anything',
      any(go.withIdle),
      'how much memory stays in use is measured by test/queue/soak and test/threads/memory',
    ),
    played('select4::main', 'a rendezvous beside a channel with a value', only(isKind, go.readyBesideZero)),
    played('select6::main', 'a select that was done is not in the way', any(runtime.selectDuplicateChannel)),
    played('select7::main', 'every way to receive meets every way to send', any(go.sevenWays)),
    played(
      'sieve1::main',
      'primes by a chain of filters',
      only((flavour) => !isList(flavour), go.sieve),
    ),
    ...untranslatable('zerosize::zero_size_struct zerosize::zero_size_array', 'values have no size in the language'),
    played(
      'chan_test::test_chan',
      'receives of an empty channel wait, one that tries does not',
      any(runtime.emptyBlocks),
    ),
    played(
      'chan_test::test_nonblock_recv_race',
      'two look for one value: one of them finds it',
      only(isBuffered, runtime.nonblockRecvRace),
    ),
    played(
      'chan_test::test_nonblock_select_race',
      'one of two values is there whatever the other does',
      only(isBuffered, alwaysOne({})),
    ),
    played('chan_test::test_nonblock_select_race2', 'a channel that has ended is ready', any(go.closedChan)),
    played('chan_test::test_self_select', 'two who send and receive in one select', any(runtime.selfSelect)),
    played('chan_test::test_select_stress', 'direct and selected sends and receives', any(runtime.selectStress)),
    played(
      'chan_test::test_select_fairness',
      'a fair select takes from both of two channels',
      only(isBuffered, fairness),
    ),
    ...untranslatable(
      'chan_test::test_chan_send_interface',
      'of a data race in the types of values; values have one representation',
    ),
    played(
      'chan_test::test_pseudo_random_send',
      'which of two sends a fair select does',
      any(runtime.pseudoRandomSend),
    ),
    played('chan_test::test_multi_consumer', 'work from one channel to another by several', any(runtime.multiConsumer)),
    played(
      'chan_test::test_select_duplicate_channel',
      'the same channel in the selects of two',
      any(runtime.selectDuplicateChannel),
    ),
    played(
      'closedchan::main',
      'by every way of receiving: what is in it, then the end',
      any(go.closedChan),
      'closing twice does nothing; Go panics',
    ),
    played('chan::main', 'direct and selected sends and receives, of a number each', any(runtime.selectStress)),
    played('chan1::main', 'several receive what one sends, each value once', any(many.mpmc)),
  ],
};

export const ITER: Suite = {
  name: 'crossbeam-channel iter',
  rows: [
    played('nested_recv_iter', 'a loop adds up what comes', any(loops.nestedIter)),
    played('recv_iter_break', 'a loop that is left', any(loops.iterBreak)),
    played('recv_try_iter', 'requests, and answers taken as they are there', any(many.requests)),
    played('recv_into_iter_owned', 'what is left is looped over, then nothing', any(loops.iterOfLeft)),
    played('recv_into_iter_borrowed', 'the same', any(loops.iterOfLeft)),
  ],
};
