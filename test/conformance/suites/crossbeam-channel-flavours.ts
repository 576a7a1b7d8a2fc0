/** crossbeam's suites of the array, list and zero flavours of a channel, which have most of their tests in common. */
import * as alone from '../channels/alone.js';
import { fairness, fairnessOfDuplicates, fairnessOfRendezvous } from '../channels/fairness.js';
import { type ChannelFlavour, isArray, isList, isZero } from '../channels/flavours.js';
import * as many from '../channels/many.js';
import { type ChannelCase, onChannels } from '../channels/setting.js';
import { handedOn, recvInSend, recvInSendOfZero } from '../channels/special.js';
import * as together from '../channels/together.js';
import { differs, explored, played, type Row, type Suite, untranslatable } from '../table/row.js';

/** Ends are values of those that carry anything, and as handles of those with a codec for it. */
const carriesEnds = ({ carrier }: ChannelFlavour): boolean => carrier === 'anything' || carrier === 'structured';

/** The tests that the flavours have in common. */
function common(flavours: (flavour: ChannelFlavour) => boolean): Row[] {
  const of = (situation: ChannelCase) => onChannels(situation, { flavours });
  return [
    played('capacity', 'both ends tell how much fits', of(alone.capacity)),
    played('len_empty_full', 'length, empty and full follow sends and receives', of(alone.lenEmptyFull)),
    played('recv', 'a receive waits for each value, and learns of the end', of(together.recv)),
    played('recv_timeout', 'a receive whose limit passes takes nothing', of(together.recvTimeout)),
    played(
      'disconnect_wakes_receiver',
      'the last sender goes while a receive waits',
      of(together.disconnectWakesReceiver),
    ),
    played('spsc', 'all arrives once and in order, and then the end', of(many.spsc)),
    played('mpmc', 'several send what several receive', of(many.mpmc)),
    played('stress_oneshot', 'one value for one who waits, time and again', of(many.oneshots)),
    played('stress_iter', 'requests, and answers taken as they are there', of(many.requests)),
    played('stress_timeout_two_threads', 'both give up and try again until all has arrived', of(many.impatientTwo)),
    played('drops', 'the last receiver leaves an empty channel', of(many.drops)),
    played('fairness_duplicates', 'a receive that stands in a select five times', of(fairnessOfDuplicates)),
    played(
      'channel_through_channel',
      'each channel brings the next one',
      onChannels(handedOn, { flavours: (flavour) => flavours(flavour) && carriesEnds(flavour) }),
    ),
  ];
}

/** Those of the flavours that hold something. */
function buffered(flavours: (flavour: ChannelFlavour) => boolean): Row[] {
  const of = (situation: ChannelCase) => onChannels(situation, { flavours });
  return [
    played('smoke', 'a value goes in and comes out; then there is none', of(alone.smoke)),
    played('send_after_disconnect', 'each way to send hands its value back', of(alone.sendAfterDisconnect)),
    played('recv_after_disconnect', 'what is left is received, then the end', of(alone.recvAfterDisconnect)),
    played('linearizable', 'who has sent finds something to receive', of(many.whoSentFinds)),
    played('fairness', 'a fair select takes from both of two full channels', of(fairness)),
    played('recv_in_send', 'the value of a send comes from the channel itself', of(recvInSend)),
  ];
}

const array = (situation: ChannelCase) => onChannels(situation, { flavours: isArray });
const list = (situation: ChannelCase) => onChannels(situation, { flavours: isList });
const zero = (situation: ChannelCase) => onChannels(situation, { flavours: isZero });

const UNLIMITED = list(alone.sendWithoutLimit);
const LIMITED = 'sends wait for room, and arrive in order';
const TRIES = 'who tries finds nothing, a value, the end';
const PASSES = 'a send whose limit passes has sent nothing';

export const ARRAY: Suite = {
  name: 'crossbeam-channel array',
  rows: [
    ...common(isArray),
    ...buffered(isArray),
    played('try_recv', TRIES, array(together.tryRecv)),
    played('try_send', 'a send that tries is refused while it is full', array(together.trySend)),
    played('send', LIMITED, array(together.send)),
    played('send_timeout', PASSES, array(together.sendTimeout)),
    played('len', 'the length follows, around the ring', array(alone.lenAlone)),
    played(
      'disconnect_wakes_sender',
      'the last receiver goes while a send waits',
      array(together.disconnectWakesSender),
    ),
    ...untranslatable('panic_on_drop', 'values have no destructors, so none can throw'),
    ...differs('zero_sender_revival', 'a channel whose last sender went has ended, and stays so'),
  ],
};

export const LIST: Suite = {
  name: 'crossbeam-channel list',
  rows: [
    ...common(isList),
    ...buffered(isList),
    played('try_recv', TRIES, list(together.tryRecv)),
    played('try_send', 'a send that tries always fits', UNLIMITED),
    played('send', 'a send never waits; without receivers it is refused', UNLIMITED),
    played('send_timeout', 'a limit makes no difference', UNLIMITED),
    played('len', 'the length follows each send and receive', list(alone.lenAlone)),
    explored('gh_971', 'the last receiver goes while somebody sends', 'shared channel'),
  ],
};

export const ZERO: Suite = {
  name: 'crossbeam-channel zero',
  rows: [
    ...common(isZero),
    played(
      'try_recv',
      TRIES,
      zero(together.tryRecv),
      'between threads it receives with a limit: a sender there puts nothing down before somebody waits',
    ),
    played('smoke', 'nothing goes in by itself', zero(alone.zeroSmoke)),
    played('try_send', 'a send that tries finds whoever waits', zero(together.trySend)),
    played('send', LIMITED, zero(together.send)),
    played('send_timeout', PASSES, zero(together.sendTimeout)),
    played('len', 'nothing is ever in it but what is on its way to one who waits', zero(together.lenTogether)),
    played(
      'disconnect_wakes_sender',
      'the last receiver goes while a send waits',
      zero(together.disconnectWakesSender),
    ),
    played('fairness', 'fair selects of both ends meet on both channels', zero(fairnessOfRendezvous)),
    played('recv_in_send', 'the value of a send is received first', zero(recvInSendOfZero)),
  ],
};
