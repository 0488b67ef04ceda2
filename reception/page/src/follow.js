// What the controller lists, asked for again as soon as an event tells that it may have changed, and when somebody may
// look at it again.
import { computed, effect } from '@preact/signals'
import { events } from './feed.js'
import { gather } from './gather.js'
import { mayAct } from './session.js'

const REFRESH_AFTER_MS = 250

// kinds: of the events that tell. Returns what asks soon.
export function follow(kinds, refresh) {
  const askSoon = gather(() => mayAct.value && refresh().catch(() => {}), REFRESH_AFTER_MS)
  const newest = computed(() => events.value.find((event) => kinds.test(event.kind))?.number ?? 0)
  effect(() => void (mayAct.value && askSoon()))
  effect(() => void (newest.value > 0 && askSoon()))
  return askSoon
}
