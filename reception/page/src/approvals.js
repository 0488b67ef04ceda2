// What waits for a second person at this desk (rules L4, P10); asked for again whenever an event tells of one.
import { computed, effect, signal } from '@preact/signals'
import { events } from './feed.js'
import { gather } from './gather.js'
import { act, mayAct } from './session.js'

const REFRESH_AFTER_MS = 250

const all = signal([])
export const overrides = computed(() =>
  mayAct.value ? all.value.filter(({ method, state }) => method === 'AlarmOverride' && state === 'open') : [])

const newest = computed(() => events.value.find((event) => event.kind.startsWith('approval.'))?.number ?? 0)

export function followApprovals() {
  const refresh = async () => {
    if (mayAct.value) all.value = (await act('ApprovalList', {})).approvals
  }
  const refreshSoon = gather(() => refresh().catch(() => {}), REFRESH_AFTER_MS)
  effect(() => void (mayAct.value ? refreshSoon() : (all.value = [])))
  effect(() => void (newest.value > 0 && refreshSoon()))
}
