// Until when the page's certificate is good, as zutritt-certificate wrote it down: after that browsers refuse the page.
import { computed, signal } from '@preact/signals'
import { now } from './feed.js'

const WARN_DAYS = 30
const DAY_MS = 86_400_000
const LOOK_EVERY_MS = DAY_MS / 4

const until = signal(null)

const midnight = (time) => new Date(time).setHours(0, 0, 0, 0)

// Days left in the calendar when they are few, else null; 0: it ends today; less: it has ended.
export const daysLeft = computed(() => {
  if (until.value === null) return null
  if (until.value <= now.value) return -1
  const days = Math.round((midnight(until.value) - midnight(now.value)) / DAY_MS)
  return days < WARN_DAYS ? days : null
})

async function look() {
  const answer = await fetch('/certificate-until', { cache: 'no-store' })
  const time = answer.ok ? Date.parse((await answer.text()).trim()) : NaN
  until.value = Number.isNaN(time) ? null : time // a company's own web server may not tell
}

export function watchCertificate() {
  const again = () => look().catch(() => {})
  again()
  setInterval(again, LOOK_EVERY_MS)
}
