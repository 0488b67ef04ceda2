// The frame: what holds for the whole page stands on top, the rest in columns.
import { effect, signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { daysLeft } from '../certificate.js'
import { bells, isFire, isHere, isLive, isRinging, now, recallEvents, silence, status, alarms, tick } from '../feed.js'
import { clockOf, dayOf, language, speak, t } from '../lang.js'
import { connection } from '../line.js'
import { act, isCountdown, isLocked, leftMs, lock, logOut, look, mayAct, operator } from '../session.js'
import { ringBell, soundAlarm } from '../sound.js'
import { followApprovals } from '../approvals.js'
import { followReminders } from '../reminders.js'
import { followVisits } from '../visits.js'
import { Alarm } from './alarm.jsx'
import { Badges } from './badges.jsx'
import { Doors } from './doors.jsx'
import { Events, followNames } from './events.jsx'
import { LogIn, NewPassword, Unlock } from './login.jsx'
import { Dialog, Field, Icon, Name, Refusal, Submit, useWork } from './parts.jsx'
import { Presence } from './presence.jsx'
import { Reminders } from './reminders.jsx'
import { Visitors } from './visitors.jsx'

const RING_EVERY_MS = 3000

const theme = signal(localStorage.getItem('zutritt.theme') ?? 'auto')
const isPrivate = signal(localStorage.getItem('zutritt.private') === 'yes')

effect(() => {
  document.documentElement.dataset.theme = theme.value
  localStorage.setItem('zutritt.theme', theme.value)
})
effect(() => {
  document.documentElement.classList.toggle('private', isPrivate.value)
  localStorage.setItem('zutritt.private', isPrivate.value ? 'yes' : 'no')
})

function lineText() {
  if (connection.value === 'connecting') return t('Connecting …')
  if (connection.value === 'refused') return t('This display is not known any more: it needs a new link.')
  if (connection.value === 'lost') return t('No connection. What is shown is old, and nothing can be done from here.')
  if (!isLive.value) return t('The controller is silent. What is shown is old, and nothing can be done from here.')
  return t('The controller does not run. Doors stay locked; ways out work.')
}

function certificateText(days) {
  if (days < 0) return t('The certificate of this page has ended.')
  if (days === 0) return t('The certificate of this page ends today.')
  if (days === 1) return t('The certificate of this page ends tomorrow.')
  return t('The certificate of this page ends in {n} days.', { n: days })
}

// Whoever rang and was not let in stands there until somebody has seen it, as what it is.
const Bell = ({ bell: { door, time }, isNow }) => (
  <p class="banner bell"><Icon name="bell" />
    <strong>{isNow ? t('Somebody rings: {door}', { door }) : t('Somebody rang at {time}: {door}', { time: clockOf(time), door })}</strong>
    <button type="button" onClick={() => silence(door)}>{isNow ? t('Silence') : t('Seen')}</button></p>
)

function Banners({ onReset }) {
  const raised = Object.entries(alarms.value).filter(([, alarm]) => alarm.state === 'alarm')
  return (
    <div class="banners" aria-live="assertive">
      {isFire.value && <p class="banner fire"><Icon name="fire" /> <strong>{t('FIRE')}</strong> {t('Escape doors are released. The evacuation list is open to this display.')}
        {mayAct.value && isHere.value && <button type="button" onClick={onReset}>{t('Reset the fire latch')}</button>}</p>}
      {isHere.value && raised.map(([area]) => <p key={area} class="banner raised"><Icon name="alarm" /> <strong>{t('ALARM')}</strong> {area}</p>)}
      {!isHere.value && <p class="banner away"><strong>{lineText()}</strong></p>}
      {isHere.value && status.value?.mode === 'memory' && <p class="banner warn">{t('The disk takes no events. Doors go on from memory.')}</p>}
      {daysLeft.value !== null && <p class="banner warn">{certificateText(daysLeft.value)} {t('Without a new one nobody reaches this page: tell the administrator.')}</p>}
      {bells.value.map((bell) => <Bell key={bell.door} bell={bell} isNow={isRinging(bell)} />)}
    </div>
  )
}

// The latch of the fire input is taken back by a person, with a reason, and only when the input is clear (rule D13).
function FireReset({ onClose }) {
  const reason = useSignal('')
  const [{ isBusy, error }, work] = useWork()
  const submit = (event) => {
    event.preventDefault()
    work(async () => {
      await act('FireReset', { reason: reason.value.trim() })
      onClose()
    })
  }
  return (
    <Dialog title={t('Reset the fire latch')} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{t('Afterwards the escape doors lock again. Only when the fire panel is reset and somebody has looked.')}</p>
        <Field label={t('Reason')} value={reason.value} onInput={(e) => (reason.value = e.target.value)} required autofocus />
        <Refusal text={error} />
        <Submit class="danger" isBusy={isBusy}>{t('Reset')}</Submit>
      </form>
    </Dialog>
  )
}

function Clock() {
  return <time class="clock" dateTime={new Date(now.value).toISOString()}><b>{clockOf(now.value)}</b> <span>{dayOf(now.value)}</span></time>
}

function Person({ onLogIn, onPassword }) {
  if (operator.value === null) return <button type="button" class="primary" disabled={!isHere.value} onClick={onLogIn}>{t('Log in')}</button>
  const seconds = Math.ceil(leftMs.value / 1000)
  return (
    <div class="person">
      <span class="names"><Icon name="visitor" /> <Name>{operator.value.name}</Name></span>
      {isCountdown.value && <span class="countdown" role="timer">{t('locks in {n} s', { n: seconds })}</span>}
      <button type="button" class="quiet" onClick={lock}>{t('Lock')}</button>
      <button type="button" class="quiet" disabled={!isHere.value} onClick={onPassword}>{t('Password')}</button>
      <button type="button" class="quiet" onClick={logOut}>{t('Log out')}</button>
    </div>
  )
}

const themes = { auto: 'light', light: 'dark', dark: 'auto' }
const themeText = () => ({ auto: t('Colours as the system'), light: t('Light colours'), dark: t('Dark colours') })[themes[theme.value]]

function TopBar({ station, onLogIn, onPassword }) {
  return (
    <header class="top">
      <h1><img src="icon.svg" alt="" /> Zutritt <span>{station.site}</span></h1>
      <span class={`pulse ${isHere.value ? 'here' : 'away'}`}>{isHere.value ? t('connected') : t('not connected')}</span>
      <Clock />
      <div class="settings">
        <button type="button" class="quiet" aria-pressed={isPrivate.value} title={t('Hide names from the counter')}
          aria-label={t('Hide names from the counter')} onClick={() => (isPrivate.value = !isPrivate.value)}><Icon name={isPrivate.value ? 'hidden' : 'eye'} /></button>
        <button type="button" class="quiet" title={themeText()} aria-label={themeText()} onClick={() => (theme.value = themes[theme.value])}><Icon name="sun" /></button>
        <button type="button" class="quiet" lang={language.value === 'de' ? 'en' : 'de'} onClick={() => speak(language.value === 'de' ? 'en' : 'de')}>
          {language.value === 'de' ? 'English' : 'Deutsch'}</button>
      </div>
      <Person onLogIn={onLogIn} onPassword={onPassword} />
    </header>
  )
}

// The bell rings for a minute at most; an alarm sounds until somebody has acknowledged or unset it.
function useSounds() {
  useEffect(() => {
    const timer = setInterval(() => {
      if (bells.value.some(isRinging)) ringBell()
      if (isHere.value && Object.values(alarms.value).some((alarm) => alarm.state === 'alarm')) soundAlarm()
    }, RING_EVERY_MS)
    const first = effect(() => bells.value.length > 0 && ringBell())
    return () => (clearInterval(timer), first())
  }, [])
}

// What happened before this page came: without names; those come with a session.
function useHistory() {
  useEffect(() => effect(() => {
    if (isHere.value) look('EventList', { limit: 50 }).then(({ events }) => recallEvents(events)).catch(() => {})
  }), [])
}

function Resting() {
  return (
    <main class="welcome">
      <h1>Zutritt</h1>
      <p>{t('This display is open in another place. Here it rests.')}</p>
      <button type="button" class="primary" onClick={() => location.reload()}>{t('Go on here')}</button>
    </main>
  )
}

export function App({ station }) {
  const dialog = useSignal(null)
  useSounds()
  useHistory()
  useEffect(() => (followVisits(), followReminders(), followApprovals(), followNames()), [])
  tick.value // ages move
  if (connection.value === 'resting') return <Resting />
  const close = () => (dialog.value = null)
  const isNewForced = operator.value?.must_change_password === true
  return (
    <div class={`desk${isHere.value ? '' : ' stale'}`}>
      <TopBar station={station} onLogIn={() => (dialog.value = 'log in')} onPassword={() => (dialog.value = 'password')} />
      <Banners onReset={() => (dialog.value = 'fire')} />
      <main class="columns">
        <Reminders />
        <Doors />
        <aside>
          <Visitors />
          <div class="pair"><Presence /><Alarm /></div>
          <Badges />
          <Events />
        </aside>
      </main>
      {dialog.value === 'log in' && <LogIn onClose={close} />}
      {operator.value !== null && !isLocked.value && (isNewForced || dialog.value === 'password') && <NewPassword onClose={close} />}
      {dialog.value === 'fire' && mayAct.value && <FireReset onClose={close} />}
      <Unlock />
    </div>
  )
}
