// The person at the desk: log-in, forced first password, lock after 5 minutes, unlock, log-out (rules P3, P7).
import { computed, signal } from '@preact/signals'
import { forgetNames, status, tick } from './feed.js'
import { CallError } from './line.js'
import * as seal from './seal.js'

const IDLE_MS = 300_000
const WARN_MS = 60_000

export const operator = signal(null) // {name, user, roles, must_change_password, ends}
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
  isLocked.value = false
  touch()
}

export function lock() {
  if (operator.value === null || isLocked.value) return
  isLocked.value = true
  forgetNames()
  line.call(station('Lock')).catch(() => {}) // it locks by itself as well
}

function forget() {
  line.session = null
  operator.value = null
  isLocked.value = false
  forgetNames()
}

export async function logOut() {
  await line.call(station('Logout')).catch(() => {})
  forget()
}

export function hearNotice(notice) {
  if (notice === 'unlocked') unlocked()
  if (notice === 'locked') isLocked.value = true
  if (notice === 'ended') forget()
}

export function touch() {
  if (!isLocked.value) touchedAt.value = performance.now()
}

export function watchIdle() {
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touch, { passive: true })
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
