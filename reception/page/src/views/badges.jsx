// Badges at the desk: a lost one, and the day badge for whoever left theirs at home (rules K7, V6).
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { isHere } from '../feed.js'
import { t } from '../lang.js'
import { act, mayAct } from '../session.js'
import { hosts, refreshHosts } from '../visits.js'
import { Dialog, Field, Icon, Refusal, Submit, useWork } from './parts.jsx'

function PersonField({ value, onInput }) {
  useEffect(() => void refreshHosts().catch(() => {}), [])
  return (
    <>
      <Field label={t('Employee')} value={value} onInput={onInput} required list="employees" autofocus />
      <datalist id="employees">{hosts.value.map((host) => <option key={host.id} value={host.name} />)}</datalist>
    </>
  )
}

function Lost({ onClose }) {
  const person = useSignal('')
  const [{ isBusy, error, done }, work] = useWork()
  const submit = (event) => {
    event.preventDefault()
    work(async () => (await act('BadgeLost', { person: person.value.trim() })).note ?? t('Reported lost.'))
  }
  return (
    <Dialog title={t('Badge lost')} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{t('From the answer on, their badge opens no door. It can be undone by the management only.')}</p>
        <PersonField value={person.value} onInput={(e) => (person.value = e.target.value)} />
        <Refusal text={error} />
        {done ? <p class="done" role="status">{done}</p> : <Submit class="danger" isBusy={isBusy}>{t('Report lost')}</Submit>}
      </form>
    </Dialog>
  )
}

function Day({ onClose }) {
  const form = useSignal({ person: '', badge: '' })
  const [{ isBusy, error, done }, work] = useWork()
  const set = (part) => (event) => (form.value = { ...form.value, [part]: event.target.value })
  const submit = (event) => {
    event.preventDefault()
    const { person, badge } = form.value
    work(async () => (await act('BadgeDay', { person: person.trim(), badge: badge.trim() })).note ?? t('Good until midnight.'))
  }
  return (
    <Dialog title={t('Day badge')} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{t('It carries the employee’s keys until midnight; their own badge rests meanwhile.')}</p>
        <PersonField value={form.value.person} onInput={set('person')} />
        <Field label={t('Number of the day badge')} value={form.value.badge} onInput={set('badge')} required placeholder="42:9001" />
        <Refusal text={error} />
        {done ? <p class="done" role="status">{done}</p> : <Submit class="primary" isBusy={isBusy}>{t('Hand it out')}</Submit>}
      </form>
    </Dialog>
  )
}

function Back({ onClose }) {
  const badge = useSignal('')
  const [{ isBusy, error, done }, work] = useWork()
  const submit = (event) => {
    event.preventDefault()
    work(async () => (await act('BadgeReturn', { badge: badge.value.trim() })).note ?? t('Handed in.'))
  }
  return (
    <Dialog title={t('Badge handed in')} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{t('A day badge that comes back ends its day; the employee’s own badge opens again.')}</p>
        <Field label={t('Number of the badge')} value={badge.value} onInput={(e) => (badge.value = e.target.value)} required placeholder="42:9001" autofocus />
        <Refusal text={error} />
        {done ? <p class="done" role="status">{done}</p> : <Submit class="primary" isBusy={isBusy}>{t('Take it back')}</Submit>}
      </form>
    </Dialog>
  )
}

export function Badges() {
  const dialog = useSignal(null)
  if (!mayAct.value) return null
  return (
    <section class="card badges" aria-label={t('Badges')}>
      <header><h2><Icon name="badge" /> {t('Badges')}</h2></header>
      <div class="row">
        <button type="button" disabled={!isHere.value} onClick={() => (dialog.value = 'day')}>{t('Day badge')}</button>
        <button type="button" disabled={!isHere.value} onClick={() => (dialog.value = 'back')}>{t('Badge handed in')}</button>
        <button type="button" disabled={!isHere.value} onClick={() => (dialog.value = 'lost')}>{t('Badge lost')}</button>
      </div>
      {dialog.value === 'day' && <Day onClose={() => (dialog.value = null)} />}
      {dialog.value === 'back' && <Back onClose={() => (dialog.value = null)} />}
      {dialog.value === 'lost' && <Lost onClose={() => (dialog.value = null)} />}
    </section>
  )
}
