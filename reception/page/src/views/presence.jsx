// Who is inside, whether that is certain, corrections, and the evacuation list (rules O4, O5, O7, D13).
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { isFire, isHere, now, occupancies } from '../feed.js'
import { ageOf, clockOf, dayOf, language, t } from '../lang.js'
import { act, look, mayAct } from '../session.js'
import { doubtText } from '../words.js'
import { Dialog, Empty, Field, Icon, Name, Refusal, Submit, useWork } from './parts.jsx'

// In a fire the list needs no session; else it does.
const askWho = () => (mayAct.value ? act('EvacuationGet', {}) : look('EvacuationGet', {}))

// A list is as old as its answer: nothing on it is newer, on the screen and on paper.
function Stamp({ list }) {
  const count = list.inside.length
  return (
    <p class="stamp">{count === 1 ? t('1 person inside') : t('{count} persons inside', { count })} · {dayOf(list.at)} {clockOf(list.at)}
      {!list.is_certain && <b> · {t('not certain: look everywhere')}</b>}
      {!isHere.value && <b> · {t('out of date: no connection')}</b>}</p>
  )
}

export function EvacuationList({ onClose }) {
  const list = useSignal(null)
  const [{ error }, work] = useWork()
  useEffect(() => {
    const ask = () => work(async () => {
      const answer = await askWho()
      list.value = { ...answer, at: now.value }
    })
    ask()
    const timer = setInterval(ask, 5000)
    document.documentElement.classList.add('listing') // what is printed (style.css)
    return () => (clearInterval(timer), document.documentElement.classList.remove('listing'))
  }, [])
  const persons = [...(list.value?.inside ?? [])].sort((a, b) => a.name.localeCompare(b.name, language.value))
  return (
    <Dialog title={t('Evacuation list')} onClose={onClose} isWide>
      <div class="row"><button type="button" class="primary" onClick={() => print()}><Icon name="print" /> {t('Print')}</button></div>
      <div class="printed">
        {list.value !== null && <Stamp list={list.value} />}
        <Refusal text={error} />
        <table>
          <thead><tr><th class="tick">✓</th><th>{t('Name')}</th><th>{t('Host')}</th><th>{t('Last door')}</th><th>{t('Since')}</th></tr></thead>
          <tbody>
            {persons.map((one) => (
              <tr key={one.person ?? one.visitor} class={isFire.value ? '' : 'names'}>
                <td class="tick">☐</td><td><Name>{one.name}</Name>{one.company && <small> <Name>{one.company}</Name></small>}</td>
                <td><Name>{one.host_name ?? ''}</Name></td><td>{one.door ?? ''}</td><td>{one.since ? clockOf(one.since) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {list.value !== null && persons.length === 0 && <Empty>{t('Nobody is counted inside.')}</Empty>}
      </div>
    </Dialog>
  )
}

// What is known of an area: nothing while there is no line.
function Count({ area, isOne, occupancy: { count, is_certain, why, since } }) {
  if (!isHere.value) return <><output class="number">–</output><div><strong>{isOne ? t('Unknown') : area}</strong></div></>
  const certain = count === 1 ? t('person, certain') : t('persons, certain')
  const doubtful = count === 1 ? t('person, not certain') : t('persons, not certain')
  return (
    <>
      <output class="number">{count}</output>
      <div>
        <strong>{isOne ? (is_certain ? certain : doubtful) : area}</strong>
        {!is_certain && <small>{doubtText(why)}{since && ` · ${ageOf(since, now.value)}`}</small>}
      </div>
    </>
  )
}

function Correction({ area, onClose }) {
  const form = useSignal({ what: 'certain', person: '', reason: '' })
  const people = useSignal([])
  const [{ isBusy, error }, work] = useWork()
  const set = (part) => (event) => (form.value = { ...form.value, [part]: event.target.value })
  const { what, person, reason } = form.value
  useEffect(() => void act('EvacuationGet', {}).then((list) => (people.value = list.inside)).catch(() => {}), [])
  const submit = (event) => {
    event.preventDefault()
    work(async () => {
      await act('OccupancyCorrect', { area, reason: reason.trim(), ...(what === 'certain' ? { certain: true } : { [what]: person.trim() }) })
      onClose()
    })
  }
  return (
    <Dialog title={t('Correct the presence')} onClose={onClose}>
      <form onSubmit={submit}>
        <div class="choice column" role="radiogroup" aria-label={t('What is so')}>
          {[['certain', t('The count is right as it stands')], ['outside', t('Somebody is not inside')], ['inside', t('Somebody is inside')]].map(([value, text]) => (
            <label key={value}><input type="radio" name="what" value={value} checked={what === value} onChange={set('what')} /> {text}</label>
          ))}
        </div>
        {what !== 'certain' && <Field label={t('Who')} value={person} onInput={set('person')} required list="people" />}
        <datalist id="people">{people.value.map((one) => <option key={one.name} value={one.name} />)}</datalist>
        <Field label={t('Reason')} value={reason} onInput={set('reason')} required help={t('It goes into the journal.')} />
        <Refusal text={error} />
        <Submit class="primary" isBusy={isBusy}>{t('Correct')}</Submit>
      </form>
    </Dialog>
  )
}

export function Presence() {
  const dialog = useSignal(null)
  const areas = Object.entries(occupancies.value)
  const mayList = mayAct.value || isFire.value
  return (
    <section class="card presence" aria-label={t('Inside')}>
      <header><h2><Icon name="people" /> {t('Inside')}</h2></header>
      {areas.map(([area, occupancy]) => (
        <div key={area} class={`count${isHere.value && !occupancy.is_certain ? ' uncertain' : ''}`}>
          <Count area={area} isOne={areas.length === 1} occupancy={occupancy} />
          {mayAct.value && <button type="button" disabled={!isHere.value} onClick={() => (dialog.value = area)}>{t('Correct')}</button>}
        </div>
      ))}
      {mayList && <button type="button" class={isFire.value ? 'danger' : ''} disabled={!isHere.value} onClick={() => (dialog.value = 'evacuation list')}>
        <Icon name="list" /> {t('Evacuation list')}</button>}
      {dialog.value === 'evacuation list' && mayList && <EvacuationList onClose={() => (dialog.value = null)} />}
      {dialog.value !== null && dialog.value !== 'evacuation list' && mayAct.value && <Correction area={dialog.value} onClose={() => (dialog.value = null)} />}
    </section>
  )
}
