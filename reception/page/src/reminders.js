// Of what the reception is reminded, as the controller has it (rules V2, V3, O6); asked for again whenever an event may
// have changed it, and every minute, since time alone does.
import { computed, effect, signal } from '@preact/signals'
import { events, now } from './feed.js'
import { gather } from './gather.js'
import { act, mayAct } from './session.js'

const LOOK_MS = 60_000
const REFRESH_AFTER_MS = 250

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

const newestThatMatters = computed(() => events.value.find((event) => /^(visitor|release|occupancy)\./.test(event.kind))?.number ?? 0)
const minute = computed(() => Math.floor(now.value / LOOK_MS))

export function followReminders() {
  const lookSoon = gather(() => refreshReminders().catch(() => {}), REFRESH_AFTER_MS)
  effect(() => {
    if (mayAct.value) return lookSoon()
    reminders.value = []
    further.value = 0
  })
  effect(() => void (newestThatMatters.value > 0 && lookSoon()))
  effect(() => void (minute.value > 0 && lookSoon()))
}
