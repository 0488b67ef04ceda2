// Today's visitors as the controller has them; asked for again whenever an event tells of one.
import { computed, effect, signal } from '@preact/signals'
import { now } from './feed.js'
import { follow } from './follow.js'
import { act, mayAct, operator } from './session.js'

const HAND_OVER_MS = 600_000 // rule V3

export const visits = signal([])
export const hosts = signal([])

export const isOverdue = (visit) =>
  visit.state === 'arrived' && now.value - new Date(visit.arrived).getTime() > HAND_OVER_MS

export const due = computed(() => visits.value.filter((visit) => visit.state === 'announced'))
export const inside = computed(() => visits.value.filter((visit) => ['arrived', 'with_host'].includes(visit.state)))

export async function refreshVisits() {
  if (!mayAct.value) return
  visits.value = (await act('VisitorList', {})).visitors
}

// At each opening of a form: somebody may have been hired meanwhile.
export async function refreshHosts() {
  if (mayAct.value) hosts.value = (await act('HostList', {})).hosts
}

export async function visit(method, parameters) {
  const answer = await act(method, parameters)
  await refreshVisits()
  return answer.note ?? true
}

export function followVisits() {
  effect(() => {
    if (operator.value === null) visits.value = hosts.value = []
  })
  follow(/^visitor\./, refreshVisits)
}
