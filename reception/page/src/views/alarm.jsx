// The alarm: state, everything that prevents setting, set, unset, acknowledge (rules L2 to L9).
import { useSignal } from '@preact/signals'
import { alarms, isHere, now } from '../feed.js'
import { ageOf, t } from '../lang.js'
import { act, mayAct } from '../session.js'
import { alarmStateText, preventionText } from '../words.js'
import { Field, Icon, Refusal, useWork } from './parts.jsx'

function Acts({ area, alarm }) {
  const chosen = useSignal(null)
  const reason = useSignal('')
  const [{ isBusy, error }, work] = useWork()
  const acts = {
    unset: [['AlarmSet', t('Set the alarm')]],
    exit_delay: [['AlarmUnset', t('Keep unset')]],
    set: [['AlarmUnset', t('Unset the alarm')]],
    entry_delay: [['AlarmUnset', t('Unset the alarm')]],
    alarm: [['AlarmAck', t('Acknowledge')], ['AlarmUnset', t('Unset the alarm')]],
  }[alarm.state] ?? []
  const submit = (event) => {
    event.preventDefault()
    work(async () => {
      await act(chosen.value, { area, reason: reason.value.trim() })
      chosen.value = null
      reason.value = ''
    })
  }
  if (chosen.value === null)
    return <div class="row">{acts.map(([method, text]) => (
      <button key={method} type="button" disabled={!isHere.value} onClick={() => (chosen.value = method)}>{text}</button>
    ))}</div>
  return (
    <form onSubmit={submit}>
      <Field label={t('Reason')} value={reason.value} onInput={(e) => (reason.value = e.target.value)} required autofocus />
      <Refusal text={error} />
      <div class="row">
        <button class="primary" disabled={isBusy}>{acts.find(([method]) => method === chosen.value)?.[1] ?? t('Do it')}</button>
        <button type="button" class="quiet" onClick={() => (chosen.value = null)}>{t('Cancel')}</button>
      </div>
    </form>
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
            {alarm.state === 'exit_delay' && alarm.until && <Countdown until={alarm.until} />}
            <span class="age">{isHere.value && ageOf(alarm.since, now.value)}</span>
          </p>
          {alarm.state === 'unset' && (alarm.prevented_by ?? []).length > 0 && (
            <details><summary>{t('What prevents setting ({n})', { n: alarm.prevented_by.length })}</summary>
              <ul>{alarm.prevented_by.map((one) => <li key={one}>{preventionText(one)}</li>)}</ul>
            </details>
          )}
          {mayAct.value && <Acts area={area} alarm={alarm} />}
        </div>
      ))}
    </section>
  )
}
