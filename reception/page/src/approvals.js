// What waits for a second person at this desk (rules L4, P10); asked for again whenever an event tells of one.
import { computed, effect, signal } from '@preact/signals'
import { follow } from './follow.js'
import { act, mayAct } from './session.js'

const all = signal([])
export const overrides = computed(() =>
  mayAct.value ? all.value.filter(({ method, state }) => method === 'AlarmOverride' && state === 'open') : [])

export function followApprovals() {
  effect(() => {
    if (!mayAct.value) all.value = []
  })
  follow(/^approval\./, async () => {
    all.value = (await act('ApprovalList', {})).approvals
  })
}
