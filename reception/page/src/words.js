// What the controller's words mean to people: as the command says them (cli/words.c), but for what a desk sees often.
import words from '../build/words.json'
import { language, t } from './lang.js'

const tell = (sentence) => () => t(sentence)

// What a table says of a word. The word comes from outside: "constructor" is none.
const said = (table, word) => (Object.hasOwn(table, word) ? table[word]() : undefined)

const kinds = {
  'access.denied': tell('Refused'),
  'access.granted': tell('Granted'),
  'alarm.acknowledged': tell('Alarm acknowledged'),
  'alarm.cancelled': tell('Setting was interrupted'),
  'alarm.exit_delay': tell('The alarm is about to set'),
  'alarm.overridden': tell('Set in spite of a fault'),
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
  'occupancy.after_closing': tell('Somebody is inside after closing'),
  'occupancy.corrected': tell('Presence corrected'),
  'occupancy.entered': tell('Came in'),
  'occupancy.left': tell('Left'),
  'occupancy.passed': tell('Passed'),
  'occupancy.uncertain': tell('Presence is uncertain'),
  'person.exited': tell('Left the company'),
  'person.hired': tell('Hired'),
  'reader.fault': tell('Reader fault'),
  'reader.rejected': tell('Unreadable card'),
  'release.linked': tell('Release linked to a visit'),
  'release.put_aside': tell('Release put aside'),
  'release.unlinked': tell('Release without a visit'),
  'visitor.after_closing': tell('Guest still here after closing'),
  'visitor.cancelled': tell('Visit called off'),
}

export const kindText = (kind) =>
  said(kinds, kind) ?? (language.value === 'de' && Object.hasOwn(words.kinds, kind) ? words.kinds[kind] : kind.replaceAll(/[._]/g, ' '))

const doorStates = {
  locked: tell('Locked'),
  released: tell('Released'),
  open: tell('Open'),
  forced: tell('Forced open'),
}
export const doorStateText = (state) => said(doorStates, state) ?? state

const alarmStates = {
  unset: tell('Unset'),
  exit_delay: tell('Sets in a moment'),
  set: tell('Set'),
  entry_delay: tell('Entry delay'),
  alarm: tell('Alarm'),
}
export const alarmStateText = (state) => said(alarmStates, state) ?? state

// What is none of the controller's words stands as it came: somebody typed it.
const wordOf = (table, word) => (Object.hasOwn(words[table], word) ? words[table][word][language.value] : word)

// "door_open: entrance"
export function preventionText(prevention) {
  const [word, thing] = prevention.split(': ')
  return [wordOf('states', word), thing].filter(Boolean).join(': ')
}

export const doorFaultText = (fault) => wordOf('states', fault)
export const reasonText = (reason) => wordOf('reasons', reason)
export const doubtText = (why) => (why ? wordOf('reasons', why) : '')

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
  return said(refusals, error.error) ?? error.parameters?.message ?? t('It was refused: {error}', { error: error.error })
}
