// The alarm: state, everything that prevents setting, set, unset, acknowledge (rules L2 to L9).
import { useSignal } from '@preact/signals'
import { alarms, isHere, now } from '../feed.js'
import { ageOf, t } from '../lang.js'
import { overrides } from '../approvals.js'
import { act, mayAct, operator } from '../session.js'
import { alarmStateText, preventionText } from '../words.js'
import { Field, Icon, Name, Refusal, Submit, useWork } from './parts.jsx'

// Put right instead of let pass (rule L4).
const mustBePutRight = ['somebody_inside', 'occupancy_uncertain', 'door_released', 'fire']

function mayOverride({ prevented_by: reasons = [] }) {
  return reasons.length > 0 && reasons.every((one) => !mustBePutRight.includes(one.split(': ')[0]))
}

// One act and its reason; whatever was typed for another is gone with it.
function Act({ area, method, text, onClose }) {
  const reason = useSignal('')
  const [{ isBusy, error }, work] = useWork()
  const submit = (event) => {
    event.preventDefault()
    work(async () => {
      await act(method, { area, reason: reason.value.trim() })
      onClose()
    })
  }
  return (
    <form onSubmit={submit}>
      <Field label={t('Reason')} value={reason.value} onInput={(e) => (reason.value = e.target.value)} required autofocus />
      {method === 'AlarmOverride' && <p class="hint">{t('For this one time. A second person has to confirm it.')}</p>}
      <Refusal text={error} />
      <div class="row">
        <Submit class="primary" isBusy={isBusy}>{text}</Submit>
        <button type="button" class="quiet" onClick={onClose}>{t('Cancel')}</button>
      </div>
    </form>
  )
}

function Acts({ area, alarm }) {
  const chosen = useSignal(null)
  const offered = {
    unset: [['AlarmSet', t('Set the alarm')], ...(mayOverride(alarm) ? [['AlarmOverride', t('Set it in spite of that')]] : [])],
    exit_delay: [['AlarmUnset', t('Keep unset')]],
    set: [['AlarmUnset', t('Unset the alarm')]],
    entry_delay: [['AlarmUnset', t('Unset the alarm')]],
    alarm: [['AlarmAck', t('Acknowledge')], ['AlarmUnset', t('Unset the alarm')]],
  }
  const acts = Object.hasOwn(offered, alarm.state) ? offered[alarm.state] : []
  const text = acts.find(([method]) => method === chosen.value)?.[1] // none: the alarm has moved on meanwhile
  if (text !== undefined)
    return <Act key={chosen.value} area={area} method={chosen.value} text={text} onClose={() => (chosen.value = null)} />
  return (
    <div class="row">{acts.map(([method, name]) => (
      <button key={method} type="button" disabled={!isHere.value} onClick={() => (chosen.value = method)}>{name}</button>
    ))}</div>
  )
}

// Somebody else confirms exactly this sentence.
function Consent({ approval }) {
  const [{ isBusy, error }, work] = useWork()
  const { id, code, sentence, asked_by: name, asker } = approval
  const isOwn = asker === operator.value?.person
  const confirm = () => work(() => act('ApprovalConfirm', { approval: id, code }))
  const reject = () => work(() => act('ApprovalReject', { approval: id, reason: isOwn ? t('withdrawn') : t('rejected at the display') }))
  return (
    <div class="consent" role="group" aria-label={t('Waits for a second person')}>
      <p><strong>{t('Waits for a second person')}</strong> · <span class="names"><Name>{name}</Name></span></p>
      <p>{sentence}</p>
      <Refusal text={error} />
      <div class="row">
        {!isOwn && <button type="button" class="primary" disabled={isBusy || !isHere.value} onClick={confirm}>{t('Confirm')}</button>}
        <button type="button" disabled={isBusy || !isHere.value} onClick={reject}>{isOwn ? t('Withdraw') : t('Reject')}</button>
      </div>
    </div>
  )
}

function Reasons({ title, list }) {
  return (
    <details><summary>{title}</summary>
      <ul class="reasons">{list.map((one) => <li key={one}>{preventionText(one)}</li>)}</ul>
    </details>
  )
}

function Countdown({ until }) {
  const seconds = Math.max(0, Math.ceil((new Date(until).getTime() - now.value) / 1000))
  return <strong class="seconds">{t('{n} s', { n: seconds })}</strong>
}

export function Alarm() {
  const areas = Object.entries(alarms.value)
  return (
    <section class="card alarms" aria-label={t('Alarm')}>
      <header><h2><Icon name="alarm" /> {t('Alarm')}</h2></header>
      {areas.map(([area, alarm]) => (
        <div key={area} class={`watch ${isHere.value ? alarm.state : 'unknown'}`}>
          <p class="state">
            {areas.length > 1 && <span>{area}: </span>}
            <strong>{isHere.value ? alarmStateText(alarm.state) : t('Unknown')}</strong>
            {isHere.value && alarm.state === 'exit_delay' && alarm.until && <Countdown until={alarm.until} />}
            <span class="age">{isHere.value && ageOf(alarm.since, now.value)}</span>
          </p>
          {isHere.value && alarm.state === 'unset' && (alarm.prevented_by ?? []).length > 0 &&
            <Reasons title={t('What prevents setting ({n})', { n: alarm.prevented_by.length })} list={alarm.prevented_by} />}
          {isHere.value && (alarm.overridden ?? []).length > 0 &&
            <Reasons title={t('In spite of ({n})', { n: alarm.overridden.length })} list={alarm.overridden} />}
          {mayAct.value && <Acts area={area} alarm={alarm} />}
        </div>
      ))}
      {overrides.value.map((approval) => <Consent key={approval.id} approval={approval} />)}
    </section>
  )
}
