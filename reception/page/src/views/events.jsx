// Events as they come, and those that somebody must look at. Names only in a session (rules E6, V5).
import { computed, effect, useSignal } from '@preact/signals'
import { events, nameEvents } from '../feed.js'
import { gather } from '../gather.js'
import { clockOf, t } from '../lang.js'
import { act, mayAct } from '../session.js'
import { kindText, reasonText } from '../words.js'
import { Empty, Icon, Name } from './parts.jsx'

const incidents = computed(() => events.value.filter((event) => event.is_incident))

const NAMES_AFTER_MS = 250
const NAMES_AT_ONCE = 50

const isNameless = (event) => event.person_name === undefined && !event.isAsked

// For the newest that have none; older ones follow.
function askNames() {
  const nameless = events.value.filter(isNameless)
  if (!mayAct.value || nameless.length === 0) return
  const since = nameless[0].number - NAMES_AT_ONCE
  for (const event of nameless) if (event.number > since) event.isAsked = true
  act('EventList', { since: Math.max(since, 0), limit: NAMES_AT_ONCE, persons: true })
    .then(({ events: list }) => mayAct.value && nameEvents(list)).catch(() => {}) // locked meanwhile: no names (rule V5)
}

// Names are asked for by number, for what is on the screen.
export function followNames() {
  const askSoon = gather(askNames, NAMES_AFTER_MS)
  effect(() => void (mayAct.value && events.value.some(isNameless) && askSoon()))
}

const where = (event) => event.door ?? event.area ?? event.room ?? event.reader ?? ''
const who = (event) => event.person_name ?? event.operator_name ?? ''

function Row({ event }) {
  return (
    <tr class={event.is_incident ? 'incident' : ''}>
      <td class="time">{clockOf(event.time)}</td>
      <td>{event.is_incident && <><Icon name="forced" /><span class="unseen">{t('Incident')}: </span></>}{kindText(event.kind)}{event.reason && <small> {reasonText(event.reason)}</small>}</td>
      <td>{where(event)}</td>
      <td class="names"><Name>{who(event)}</Name></td>
    </tr>
  )
}

export function Events() {
  const isIncidents = useSignal(false)
  const list = (isIncidents.value ? incidents.value : events.value).slice(0, 40)
  return (
    <section class="card events" aria-label={t('Events')}>
      <header>
        <h2><Icon name="list" /> {t('Events')}</h2>
        <div class="choice" role="radiogroup" aria-label={t('Which')}>
          {[[false, t('All')], [true, t('Incidents ({n})', { n: incidents.value.length })]].map(([value, text]) => (
            <label key={String(value)}><input type="radio" name="which" checked={isIncidents.value === value} onChange={() => (isIncidents.value = value)} /> {text}</label>
          ))}
        </div>
      </header>
      {list.length === 0 ? <Empty>{isIncidents.value ? t('No incident is among the newest events.') : t('Nothing has happened yet.')}</Empty> : (
        <div class="scroll" tabIndex={0} role="region" aria-label={t('List of events')}>
          <table>
            <thead class="unseen"><tr><th>{t('Time')}</th><th>{t('What')}</th><th>{t('Where')}</th><th>{t('Who')}</th></tr></thead>
            <tbody aria-live="off">{list.map((event) => <Row key={event.number} event={event} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  )
}
