// Of what the reception is reminded, as the controller has it (rules V2, V3, O6); asked for again whenever an event may
// have changed it, and every minute, since time alone does.
import { computed, effect, signal } from '@preact/signals'
import { now } from './feed.js'
import { follow } from './follow.js'
import { act, mayAct } from './session.js'

const LOOK_MS = 60_000

export const reminders = signal([])
export const further = signal(0) // those beyond what one answer holds

export async function refreshReminders() {
  if (!mayAct.value) return
  const answer = await act('ReminderList', {})
  reminders.value = answer.reminders
  further.value = answer.further ?? 0
}

export async function settleRelease(method, parameters) {
  await act(method, parameters)
  await refreshReminders()
}

const minute = computed(() => Math.floor(now.value / LOOK_MS))

export function followReminders() {
  effect(() => {
    if (mayAct.value) return
    reminders.value = []
    further.value = 0
  })
  const lookSoon = follow(/^(visitor|release|occupancy)\./, refreshReminders)
  effect(() => void (minute.value > 0 && lookSoon()))
}
