// What everybody at this display may see: the states and events that come without being asked for.
import { computed, signal } from '@preact/signals'

const BEAT_MAX_MS = 3000 // older: no sign of life
const EVENTS_KEPT = 200
const RING_FOR_MS = 60_000

export const status = signal(null)
export const doors = signal({})
export const alarms = signal({})
export const occupancies = signal({})
export const events = signal([]) // newest first
export const beatAt = signal(0)
export const tick = signal(performance.now()) // moves four times a second
export const now = signal(Date.now()) // of the controller, as far as its beats tell
export const bells = signal([]) // doors at which somebody rings, or rang: {door, at, time, number}

export const isLive = computed(() => beatAt.value !== 0 && tick.value - beatAt.value <= BEAT_MAX_MS)
export const isHere = computed(() => isLive.value && status.value?.online === true && status.value?.controller === 'here')
export const isFire = computed(() => status.value?.mode === 'fire')

let offset = 0 // the controller's clock against this one's, for ages only

export function startTicking() {
  setInterval(() => {
    tick.value = performance.now()
    now.value = Date.now() + offset
  }, 250)
}

export function loseFeed() {
  beatAt.value = 0
}

function put(map, name, message) {
  map.value = { ...map.value, [name]: message }
}

function hearBeat(message) {
  beatAt.value = tick.value = performance.now()
  offset = new Date(message.time).getTime() - Date.now() || 0
}

// A bell that is heard of late, since the line was away or the page is new, still rings for what is left of its minute.
function ring(event) {
  const age = Math.max(0, now.value - new Date(event.time).getTime())
  if (event.kind === 'door.bell' && age < RING_FOR_MS)
    bells.value = [...bells.value.filter((bell) => bell.door !== event.door), { door: event.door, at: performance.now() - age, time: event.time, number: event.number }]
  // whoever has been let in does not ring any more
  if (event.kind === 'door.opened') silence(event.door)
}

export const isRinging = (bell) => tick.value - bell.at < RING_FOR_MS

export function silence(door) {
  bells.value = bells.value.filter((bell) => bell.door !== door)
}

function hearEvent(event) {
  if (!Number.isSafeInteger(event.number) || typeof event.kind !== 'string' || events.value.some((known) => known.number === event.number)) return
  events.value = [event, ...events.value].sort((a, b) => b.number - a.number).slice(0, EVENTS_KEPT)
  ring(event)
}

const nameless = ({ person_name, operator_name, person, operator, badge, detail, ...rest }) => rest

// Whatever comes without a session has no names in it here (rule V5).
export const recallEvents = (list) =>
  [...list].sort((a, b) => a.number - b.number).forEach((event) => hearEvent(nameless(event)))

// What a session may know beside it: names, by number.
export function nameEvents(list) {
  const named = new Map(list.map((event) => [event.number, event]))
  events.value = events.value.map((event) => ({ ...event, ...named.get(event.number) }))
}

export function forgetNames() {
  events.value = events.value.map(({ isAsked, ...event }) => nameless(event))
}

// Whoever holds the broker may write anything: what is not of the shape that docs/PROTOCOL.md tells is passed over.
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const texts = (value) => (Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [])
const plainDoor = (door) => ({
  ...door, door_faults: texts(door.door_faults),
  faults: Array.isArray(door.faults) ? door.faults.filter((fault) => typeof fault?.advice === 'string' && typeof fault.reader === 'string') : [],
})
const plainAlarm = (alarm) => ({ ...alarm, prevented_by: texts(alarm.prevented_by), overridden: texts(alarm.overridden) })

const levels = [
  [/\/controller\/[^/]+\/status$/, (_, message) => (status.value = message)],
  [/\/controller\/[^/]+\/beat$/, (_, message) => hearBeat(message)],
  [/\/controller\/[^/]+\/event$/, (_, message) => hearEvent(nameless(message))],
  [/\/door\/([^/]+)$/, (name, message) => put(doors, name, plainDoor(message))],
  [/\/area\/([^/]+)\/alarm$/, (name, message) => put(alarms, name, plainAlarm(message))],
  [/\/area\/([^/]+)\/occupancy$/, (name, message) => put(occupancies, name, message)],
]

export function hear(topic, message) {
  if (!isObject(message)) return
  for (const [pattern, take] of levels) {
    const found = pattern.exec(topic)
    if (found) return take(found[1], message)
  }
}
