// What waits for the reception, in one place on top: releases without a visit, guests who wait or stay too long, and who
// is inside after closing (rules V2, V3, O6). Nothing is shown while nothing waits.
import { useSignal } from '@preact/signals'
import { isHere, now } from '../feed.js'
import { ageOf, clockOf, t } from '../lang.js'
import { mayAct } from '../session.js'
import { further, reminders, settleRelease } from '../reminders.js'
import { inside } from '../visits.js'
import { Dialog, Empty, Field, Icon, Name, Refusal, Submit, useWork } from './parts.jsx'

// Which guest was it, or why was it none.
function Settle({ one, onClose }) {
  const reason = useSignal('')
  const [{ isBusy, error }, work] = useWork()
  const settle = (method, more) => work(async () => {
    await settleRelease(method, { release: one.release, ...more })
    onClose()
  })
  const submit = (event) => {
    event.preventDefault()
    settle('ReleaseAside', { reason: reason.value.trim() })
  }
  return (
    <Dialog title={t('Release without a visit: {door}', { door: one.door })} onClose={onClose}>
      <div class="settle">
        <p class="names"><Name>{t('Released at {time} by {name}.', { time: clockOf(one.since), name: one.operator_name ?? '' })}</Name></p>
        <h3>{t('Who came in?')}</h3>
        {inside.value.length === 0 && <Empty>{t('No guest is recorded as here. Enter the visit first, or put the release aside.')}</Empty>}
        <div class="row names">
          {inside.value.map((visit) => (
            <button key={visit.id} type="button" disabled={isBusy || !isHere.value} onClick={() => settle('ReleaseLink', { visitor: visit.id })}><Name>{visit.name}</Name></button>
          ))}
        </div>
        <form onSubmit={submit}>
          <Field label={t('Or why there is no visit')} value={reason.value} onInput={(e) => (reason.value = e.target.value)} required
            help={t('It goes into the journal.')} />
          <Refusal text={error} />
          <Submit isBusy={isBusy}>{t('Put aside')}</Submit>
        </form>
      </div>
    </Dialog>
  )
}

function Release({ one }) {
  const isOpen = useSignal(false)
  return (
    <li>
      <div><strong>{t('Release without a visit: {door}', { door: one.door })}</strong>
        <small>{clockOf(one.since)} · {ageOf(one.since, now.value)} · <span class="names"><Name>{one.operator_name ?? ''}</Name></span></small></div>
      <button type="button" disabled={!isHere.value} onClick={() => (isOpen.value = true)}>{t('Settle')}</button>
      {isOpen.value && <Settle one={one} onClose={() => (isOpen.value = false)} />}
    </li>
  )
}

const matters = {
  waiting: ({ host_name }) => t('waits for {host}', { host: host_name }),
  work_over: () => t('is there beyond the end of the work'),
  not_signed_out: () => t('was not signed out at closing'),
  inside_long: () => t('is inside for more than 14 hours'),
}

const Person = ({ one }) => (
  <li>
    <div class="names"><strong><Name>{one.name}</Name></strong>{one.company && <span> · <Name>{one.company}</Name></span>}
      <small><Name>{matters[one.kind]?.(one) ?? one.kind}</Name> · {ageOf(one.since, now.value)}</small></div>
  </li>
)

// Many may work late: one line, the names below it.
function Late({ list }) {
  return (
    <li>
      <details>
        <summary><strong>{list.length === 1 ? t('1 person is inside after closing') : t('{n} persons are inside after closing', { n: list.length })}</strong></summary>
        <ul>{list.map((one) => <li key={one.person} class="names"><Name>{one.name}</Name> · {t('since {time}', { time: clockOf(one.since) })}</li>)}</ul>
      </details>
    </li>
  )
}

export function Reminders() {
  const late = reminders.value.filter((one) => one.kind === 'after_closing')
  const rest = reminders.value.filter((one) => one.kind !== 'after_closing')
  if (!mayAct.value || reminders.value.length === 0) return null
  return (
    <section class="card reminders" aria-label={t('Reminders')}>
      <header><h2><Icon name="bell" /> {t('Reminders')} ({reminders.value.length + further.value})</h2></header>
      <ul class="rows">
        {rest.map((one) => one.kind === 'unlinked' ? <Release key={one.release} one={one} /> : <Person key={one.visitor ?? one.person} one={one} />)}
        {late.length > 0 && <Late list={late} />}
      </ul>
      {further.value > 0 && <p class="hint">{t('and {n} more', { n: further.value })}</p>}
    </section>
  )
}
