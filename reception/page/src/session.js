// The person at the desk: log-in, forced first password, lock after 5 minutes, unlock by password or badge, log-out
// (rules P3, P7).
import { computed, signal } from '@preact/signals'
import { events, forgetNames, now, status, tick } from './feed.js'
import { gather } from './gather.js'
import { CallError } from './line.js'
import * as seal from './seal.js'

const IDLE_MS = 300_000
const WARN_MS = 60_000
const ASK_MS = 3000 // while locked: notices can be lost
const TELL_MS = 5000 // after a touch, unless a call has told by then
const REFUSED_MS = 6000 // so long it is said of a badge

export const operator = signal(null) // {name, user, roles, must_change_password, ends, desk_reader}
export const isLocked = signal(false)
const touchedAt = signal(0)

export const leftMs = computed(() =>
  operator.value === null || isLocked.value ? Infinity : Math.max(0, touchedAt.value + IDLE_MS - tick.value))
export const isCountdown = computed(() => leftMs.value <= WARN_MS)
export const mayAct = computed(() =>
  operator.value !== null && !isLocked.value && !operator.value.must_change_password)

let line

export function useLine(made) {
  line = made
}

const station = (method) => `io.zutritt.station.${method}`

function controller() {
  const key = status.value === null ? null : seal.controllerKey(status.value, line.station)
  if (key === null) throw new CallError('io.zutritt.station.NotAuthentic')
  return key
}

function sealed(secret) {
  const once = line.beat?.once
  if (once === undefined) throw new CallError('io.zutritt.station.NotSent')
  return { box: seal.sealFor(controller(), { ...secret, once }) }
}

export async function logIn(user, password) {
  const secret = seal.newSecret()
  const made = await line.call(station('Login'), sealed({ user, password, key: secret }), { isOpen: true })
  line.session = { id: made.session, key: seal.sessionKey(line.station, made.session, secret) }
  isLocked.value = false
  touch()
  operator.value = made
}

export async function changePassword(old, other) {
  await line.call(station('PasswordChange'), sealed({ old, new: other }))
  operator.value = { ...operator.value, must_change_password: false }
  touch()
}

export async function unlock(password) {
  await line.call(station('Unlock'), sealed({ password }))
  unlocked()
}

function unlocked() {
  locking = null
  isLocked.value = false
  touch()
}

// A lock of this page, from here until it is unlocked or the session is over. What the controller says counts only when
// it was asked after it had taken the lock: an older answer, or a notice that was late, unlocks nothing.
let locking = null // {isTaken, isAsking, isAskedAgain}

export function lock() {
  if (operator.value !== null && !isLocked.value) showLock(false)
}

function showLock(isTaken) {
  locking = { isTaken, isAsking: false }
  isLocked.value = true
  forgetNames()
  keepAsking(locking)
}

async function keepAsking(mine) {
  while (mine === locking) {
    await askAboutLock(mine)
    await new Promise((resolve) => setTimeout(resolve, ASK_MS))
  }
}

async function askAboutLock(mine) {
  if (mine === null) return
  mine.isAskedAgain = mine.isAsking
  if (mine.isAsking) return
  mine.isAsking = true
  const wasTaken = mine.isTaken
  try {
    const known = await line.call(wasTaken ? 'io.zutritt.SessionShow' : station('Lock'))
    if (mine === locking && wasTaken && known.is_locked === false) unlocked()
    mine.isTaken = true
  } catch (error) {
    if (mine === locking && error.error === 'io.zutritt.station.SessionUnknown') forget()
  }
  mine.isAsking = false
  if (mine === locking && mine.isAskedAgain) await askAboutLock(mine)
}

// A badge was shown at the reader here just now, and unlocked nothing.
export const isBadgeRefused = computed(() => {
  const reader = operator.value?.desk_reader
  if (!isLocked.value || reader === undefined) return false
  const last = events.value.find((event) => event.reader === reader)
  return last?.kind === 'session.refused' && now.value - new Date(last.time).getTime() < REFUSED_MS
})

function forget() {
  locking = null
  line.session = null
  operator.value = null
  isLocked.value = false
  forgetNames()
}

// Whoever leaves leaves no names behind, whatever becomes of the call. Without a line the controller's session locks by
// itself, and its key is gone with this page's.
export function logOut() {
  const told = line.call(station('Logout')).catch(() => {})
  forget()
  return told
}

// "unlocked" is a reason to ask at once: it may be of a lock that is over.
export function hearNotice(notice) {
  if (notice === 'unlocked') askAboutLock(locking)
  if (notice === 'locked' && operator.value !== null && !isLocked.value) showLock(true)
  if (notice === 'ended') forget()
}

export function touch() {
  if (isLocked.value) return
  touchedAt.value = performance.now()
  line.isTouched = true
  tellSoon()
}

// The controller counts idle time as well: whoever only reads and types is still there.
const tellSoon = gather(() => {
  if (operator.value !== null && line.isTouched) act('SessionShow').catch(() => {})
}, TELL_MS)

// A screen reader presses buttons with nothing but a click.
export function watchIdle() {
  for (const kind of ['pointerdown', 'keydown', 'click']) addEventListener(kind, touch, { passive: true })
  tick.subscribe(() => leftMs.value === 0 && lock())
}

// An act in the session; a session that is over ends here too.
export async function act(method, parameters) {
  try {
    return await line.call(`io.zutritt.${method}`, parameters)
  } catch (error) {
    if (error.error === 'io.zutritt.station.SessionUnknown') forget()
    throw error
  }
}

export const look = (method, parameters) => line.call(`io.zutritt.${method}`, parameters, { isOpen: true })
