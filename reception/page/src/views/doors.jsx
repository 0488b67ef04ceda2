// The doors as tiles: what each is like, and how it is released (rules D9, V2).
import { useSignal } from '@preact/signals'
import { bells, doors, isHere, isRinging, now, tick } from '../feed.js'
import { ageOf, t } from '../lang.js'
import { act, mayAct } from '../session.js'
import { doorFaultText, doorStateText } from '../words.js'
import { visits } from '../visits.js'
import { HoldButton, Icon, Name, Refusal, useWork } from './parts.jsx'

const order = new Map([['entrance', 0], ['goods', 1], ['office', 2], ['secure', 3]])
const isGuarded = (door) => door.kind === 'goods' || door.kind === 'secure'

const doorKindText = (kind) =>
  new Map([['entrance', t('Entrance')], ['goods', t('Goods')], ['office', t('Office')], ['secure', t('Secured')]]).get(kind) ?? ''

const reasons = () => [
  { whom: 'visitor', text: t('Visitor') },
  { whom: 'post', text: t('Post, courier') },
  { whom: 'employee', text: t('Employee without badge') },
]

// What is said in the journal: the reason chosen, and the visitor it is for. A visitor without a name is waited for (V2).
function useRelease(name) {
  const [state, work] = useWork()
  const release = (reason, more = {}) => work(async () => {
    const { note } = await act('DoorRelease', { door: name, reason, ...more })
    return { note: note ?? t('Released.'), at: now.value, from: tick.value }
  })
  return [state, release]
}

const SAID_AT_LEAST_MS = 10_000 // long enough to be read
const SAID_AT_MOST_MS = 30_000

// What was said of a release: it goes once the door has locked again.
function Done({ done, door }) {
  if (done === null) return null
  const age = tick.value - done.from
  const hasLocked = door.state === 'locked' && new Date(door.since).getTime() > done.at
  if (age > SAID_AT_MOST_MS || (hasLocked && age > SAID_AT_LEAST_MS)) return null
  return <p class="done" role="status">{done.note}</p>
}

// It has its place in the tile before anything is said: no button moves under the pointer when words come or go.
function Said({ error, done, door }) {
  return (
    <div class="said">
      <Refusal text={error} />
      <Done done={done} door={door} />
    </div>
  )
}

// One click and a reason.
function EntranceRelease({ name, door, isOff }) {
  const [{ isBusy, error, done }, release] = useRelease(name)
  const waiting = visits.value.filter((visit) => visit.state === 'announced').slice(0, 3)
  return (
    <div class="act">
      <div class="row" role="group" aria-label={t('Release {door}', { door: name })}>
        {reasons().map(({ whom, text }) => (
          <button key={whom} type="button" class="primary" disabled={isOff || isBusy} onClick={() => release(text, { whom })}>{text}</button>
        ))}
      </div>
      {waiting.length > 0 && (
        <div class="row names">
          {waiting.map((visit) => (
            <button key={visit.id} type="button" disabled={isOff || isBusy} onClick={() => release(t('Visitor'), { whom: 'visitor', visit: visit.id })}>
              <Name>{visit.name}</Name>
            </button>
          ))}
        </div>
      )}
      <Said error={error} done={done} door={door} />
    </div>
  )
}

function GuardedRelease({ name, door, isOff }) {
  const reason = useSignal('')
  const [{ isBusy, error, done }, release] = useRelease(name)
  const hint = reason.value.trim() === '' ? t('Say what for, then hold for a second') : undefined
  return (
    <div class="act">
      <input aria-label={t('Reason for {door}', { door: name })} placeholder={t('Delivery note, courier, …')} maxLength={200}
        value={reason.value} onInput={(e) => (reason.value = e.target.value)} disabled={isOff} autocomplete="off" />
      <HoldButton label={isBusy ? t('One moment …') : t('Open once')} hint={hint}
        isOff={isOff || isBusy || reason.value.trim() === ''}
        onHeld={async () => (await release(reason.value.trim())) && (reason.value = '')} />
      <Said error={error} done={done} door={door} />
    </div>
  )
}

// What is wrong with the wires is for the installer (zutritt door show); here it is that something is.
function Faults({ door }) {
  const readers = door.faults.filter((fault) => fault.advice)
  const list = [...door.door_faults.map(doorFaultText), ...readers.map(({ reader }) => t('reader {reader} at fault', { reader }))]
  return list.length === 0 ? null : <p class="fault">{list.join(' · ')}</p>
}

export function DoorTile({ name, door }) {
  const isKnown = isHere.value
  const state = isKnown ? door.state : 'unknown'
  const rings = bells.value.some((bell) => bell.door === name && isRinging(bell))
  const isOff = !isKnown || !mayAct.value
  return (
    <article class={`tile door ${state}${rings ? ' ringing' : ''}`} aria-label={name}>
      <header>
        <Icon name={state} />
        <div>
          <h3>{name}</h3>
          <span class="kind">{doorKindText(door.kind)}</span>
        </div>
        {rings && <Icon name="bell" />}
      </header>
      <p class="state">
        <strong>{isKnown ? doorStateText(door.state) : t('Unknown')}</strong>
        {isKnown && door.contact === 'none' && <span> · {t('no contact')}</span>}
        <span class="age">{isKnown && ageOf(door.since, now.value)}</span>
      </p>
      {isKnown && <Faults door={door} />}
      {mayAct.value && (isGuarded(door) ? <GuardedRelease name={name} door={door} isOff={isOff} /> :
        door.kind === 'entrance' && <EntranceRelease name={name} door={door} isOff={isOff} />)}
    </article>
  )
}

export function Doors() {
  const list = Object.entries(doors.value)
  list.sort(([a, one], [b, other]) => (order.get(one.kind) ?? 9) - (order.get(other.kind) ?? 9) || a.localeCompare(b))
  return (
    <section class="doors" aria-label={t('Doors')}>
      {list.map(([name, door]) => <DoorTile key={name} name={name} door={door} />)}
    </section>
  )
}
