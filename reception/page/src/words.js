// What the controller's words mean to people. Every word of docs/RULES.md's table of events has its sentence here.
import germanKinds from '../build/kinds.json'
import { language, t } from './lang.js'

const tell = (sentence) => () => t(sentence)

const kinds = {
  'access.denied': tell('Refused'),
  'access.granted': tell('Granted'),
  'alarm.acknowledged': tell('Alarm acknowledged'),
  'alarm.cancelled': tell('Setting was interrupted'),
  'alarm.exit_delay': tell('The alarm is about to set'),
  'alarm.prevented': tell('The alarm cannot set'),
  'alarm.raised': tell('ALARM'),
  'alarm.set': tell('Alarm set'),
  'alarm.silent': tell('The sounder is silent, the alarm stays'),
  'alarm.unset': tell('Alarm unset'),
  'badge.assigned': tell('Badge assigned'),
  'badge.lost': tell('Badge reported lost'),
  'controller.started': tell('The controller has started'),
  'controller.stopped': tell('The controller was stopped'),
  'door.bell': tell('Somebody rings'),
  'door.closed': tell('Closed'),
  'door.forced': tell('FORCED OPEN'),
  'door.held': tell('Open too long'),
  'door.locked': tell('Locked'),
  'door.opened': tell('Opened'),
  'door.released': tell('Released'),
  'door.rex': tell('Request to exit'),
  'fire.active': tell('FIRE'),
  'fire.clear': tell('The fire input is clear'),
  'fire.reset': tell('Fire reset'),
  'journal.lost': tell('Events were lost'),
  'key.issued': tell('Key issued'),
  'key.revoked': tell('Key revoked'),
  'occupancy.corrected': tell('Presence corrected'),
  'occupancy.entered': tell('Came in'),
  'occupancy.left': tell('Left'),
  'occupancy.passed': tell('Passed'),
  'occupancy.uncertain': tell('Presence is uncertain'),
  'person.exited': tell('Left the company'),
  'person.hired': tell('Hired'),
  'reader.fault': tell('Reader fault'),
  'reader.rejected': tell('Unreadable card'),
}

const plain = (kind) => kind.replaceAll(/[._]/g, ' ')

export const kindText = (kind) =>
  kinds[kind]?.() ?? (language.value === 'de' ? germanKinds[kind] : undefined) ?? plain(kind)

const doorStates = {
  locked: tell('Locked'),
  released: tell('Released'),
  open: tell('Open'),
  forced: tell('Forced open'),
}
export const doorStateText = (state) => doorStates[state]?.() ?? state

const alarmStates = {
  unset: tell('Unset'),
  exit_delay: tell('Sets in a moment'),
  set: tell('Set'),
  entry_delay: tell('Entry delay'),
  alarm: tell('Alarm'),
}
export const alarmStateText = (state) => alarmStates[state]?.() ?? state

const preventions = {
  inside: tell('Somebody is inside'),
  uncertain: tell('Nobody knows for certain who is inside'),
  open: tell('A door is open'),
  released: tell('A door is released'),
  fire: tell('Fire, or its latch'),
  rex: tell('A request to exit is held'),
  by_hand: tell('An operator has just unset it'),
  clock: tell('The clock is not trusted'),
}

// "open: entrance" → "A door is open: entrance"
export function preventionText(prevention) {
  const [word, thing] = prevention.split(': ')
  const text = preventions[word.replaceAll(' ', '_')]?.() ?? word
  return thing === undefined ? text : `${text}: ${thing}`
}

const doubts = {
  full: tell('more persons than can be counted'),
  exit_without_entry: tell('somebody left who was not counted in'),
  entry_while_inside: tell('somebody came in who was counted inside'),
  forced_door: tell('a door was forced'),
  fire: tell('there was fire'),
  released: tell('a door was released for somebody without a badge'),
  exit_request: tell('a door was opened by a request to exit'),
  free_door: tell('somebody passed a free door without a badge'),
  exit_delay_disturbed: tell('something stirred while the alarm was about to set'),
  power_loss: tell('nobody watched for a while'),
}
export const doubtText = (why) => doubts[why]?.() ?? why ?? ''

const reasons = {
  lock_down: tell('lock-down'),
  badge_lost: tell('badge lost'),
  person_exited: tell('has left the company'),
  badge_unknown: tell('unknown badge'),
  badge_inactive: tell('badge not active'),
  person_suspended: tell('suspended'),
  person_not_yet: tell('not employed yet'),
  person_ended: tell('contract ended'),
  no_key: tell('no key'),
  key_not_yet: tell('key not valid yet'),
  key_ended: tell('key ended'),
  key_names_no_door: tell('needs a key for this very door'),
  reader_disabled: tell('reader disabled'),
  not_commissioned: tell('door not commissioned'),
  alarm_set: tell('alarm set'),
  key_hours: tell('outside the hours of the key'),
  clock_not_trusted: tell('the clock is not trusted'),
  ...doubts,
}
export const reasonText = (reason) => reasons[reason]?.() ?? reason.replaceAll('_', ' ')

const refusals = {
  'io.zutritt.station.Unknown': tell('Nobody can tell whether it was done. Look at the door.'),
  'io.zutritt.station.NotDone': tell('It was not done: the network was away. Please try again.'),
  'io.zutritt.station.NotSent': tell('It was not sent: there is no connection.'),
  'io.zutritt.station.Stale': tell('It was too late. Please try again.'),
  'io.zutritt.station.Busy': tell('Too much at once. Please try again in a second.'),
  'io.zutritt.station.SessionUnknown': tell('You are logged out. Please log in again.'),
  'io.zutritt.station.NotAuthentic': tell('This display is not known any more: it needs a new link.'),
  'io.zutritt.station.Away': tell('The controller cannot be reached.'),
  'io.zutritt.NotPermitted': tell('Your account may not do that.'),
}

// One sentence for a CallError; the controller's own where it says more.
export function refusalText(error) {
  const known = refusals[error.error]?.()
  const said = error.parameters?.message
  return known ?? said ?? t('It was refused: {error}', { error: error.error })
}
