// Visitors: announced, arrived, handed over, gone (rules V1 to V3, O3); technicians with order and end.
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { isHere, now } from '../feed.js'
import { ageOf, clockOf, t } from '../lang.js'
import { mayAct } from '../session.js'
import { due, hosts, inside, isOverdue, refreshHosts, visit } from '../visits.js'
import { Dialog, Empty, Field, Icon, Name, Refusal, Submit, useWork } from './parts.jsx'

function HostField({ value, onInput }) {
  useEffect(() => void refreshHosts().catch(() => {}), [])
  return (
    <>
      <Field label={t('Host')} value={value} onInput={onInput} required list="hosts" help={t('The employee who is visited')} />
      <datalist id="hosts">{hosts.value.map((host) => <option key={host.id} value={host.name} />)}</datalist>
    </>
  )
}

function NewVisitor({ onClose }) {
  const form = useSignal({ kind: 'visitor', name: '', company: '', host: '', purpose: '', order: '', end: '17:00' })
  const [{ isBusy, error }, work] = useWork()
  const set = (part) => (event) => (form.value = { ...form.value, [part]: event.target.value })
  const { kind, name, company, host, purpose, order, end } = form.value
  const isTechnician = kind === 'technician'
  const make = (isArrived) => work(async () => {
    const extra = isTechnician ? { order: order.trim(), end } : {}
    await visit('VisitorAnnounce', {
      kind, name: name.trim(), company: company.trim(), host: host.trim(), purpose: purpose.trim(), arrived: isArrived, ...extra,
    })
    onClose()
  })
  const submit = (event) => {
    event.preventDefault()
    make(event.submitter?.value === 'here')
  }
  return (
    <Dialog title={t('New visitor')} onClose={onClose}>
      <form onSubmit={submit}>
        <div class="choice" role="radiogroup" aria-label={t('Kind')}>
          {[['visitor', t('Visitor')], ['technician', t('Technician')]].map(([value, text]) => (
            <label key={value}><input type="radio" name="kind" value={value} checked={kind === value} onChange={set('kind')} /> {text}</label>
          ))}
        </div>
        <Field label={t('Name')} value={name} onInput={set('name')} required autofocus />
        <Field label={t('Company')} value={company} onInput={set('company')} required={isTechnician} />
        <HostField value={host} onInput={set('host')} />
        <Field label={t('Purpose')} value={purpose} onInput={set('purpose')} required />
        {isTechnician && <Field label={t('Order')} value={order} onInput={set('order')} required help={t('Number of the order')} />}
        {isTechnician && <Field label={t('Until')} type="time" value={end} onInput={set('end')} required help={t('Today at the latest')} />}
        <Refusal text={error} />
        <div class="row">
          <Submit class="primary" value="here" isBusy={isBusy}>{t('Has arrived')}</Submit>
          <Submit value="later" isBusy={isBusy}>{t('Announce for later')}</Submit>
        </div>
      </form>
    </Dialog>
  )
}

const steps = (one) => ({
  announced: [['VisitorArrive', t('Has arrived')], ['VisitorCancel', t('Does not come')]],
  arrived: [['VisitorHandOver', t('Handed over to the host')], ['VisitorLeave', t('Leaves')]],
  with_host: [['VisitorLeave', t('Leaves')]],
})[one.state] ?? []

function since(one) {
  if (one.state === 'announced') return one.expected ? t('expected {time}', { time: clockOf(one.expected) }) : t('announced')
  if (one.state === 'arrived') return t('waits since {time}', { time: clockOf(one.arrived) })
  return t('with {host} since {time}', { host: one.host_name, time: clockOf(one.handed_over ?? one.arrived) })
}

function VisitorRow({ one }) {
  const [{ isBusy, error }, work] = useWork()
  const isLate = isOverdue(one) || one.is_overdue
  return (
    <li class={`names${isLate ? ' overdue' : ''}`}>
      <div>
        <strong><Name>{one.name}</Name></strong>{one.company && <span> · <Name>{one.company}</Name></span>}
        {one.kind === 'technician' && <span class="tag">{t('Technician')}{one.order && ` · ${one.order}`}{one.end && ` · ${t('until {time}', { time: clockOf(one.end) })}`}</span>}
        <small><Name>{since(one)}{one.state === 'announced' && ` · ${t('to {host}', { host: one.host_name })}`}</Name>
          {isLate && <b> · {t('overdue, {age}', { age: ageOf(one.arrived, now.value) })}</b>}</small>
        <Refusal text={error && <Name>{error}</Name>} />
      </div>
      <div class="row">
        {steps(one).map(([method, text]) => (
          <button key={method} type="button" disabled={isBusy || !isHere.value} onClick={() => work(() => visit(method, { visitor: one.id }))}>{text}</button>
        ))}
      </div>
    </li>
  )
}

export function Visitors() {
  const isNew = useSignal(false)
  const list = [...inside.value, ...due.value]
  list.sort((a, b) => Number(isOverdue(b)) - Number(isOverdue(a)))
  return (
    <section class="card visitors" aria-label={t('Visitors')}>
      <header>
        <h2><Icon name="visitor" /> {t('Visitors')}</h2>
        {mayAct.value && <button type="button" class="primary" disabled={!isHere.value} onClick={() => (isNew.value = true)}>{t('New visitor')}</button>}
      </header>
      {!mayAct.value ? <Empty>{t('Names are shown after log-in.')}</Empty> :
        list.length === 0 ? <Empty>{t('Nobody is announced, nobody is here.')}</Empty> :
          <ul class="rows">{list.map((one) => <VisitorRow key={one.id} one={one} />)}</ul>}
      {isNew.value && mayAct.value && <NewVisitor onClose={() => (isNew.value = false)} />}
    </section>
  )
}
