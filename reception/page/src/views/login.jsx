// Who sits at the desk: log-in, first password, unlocking.
import { useSignal } from '@preact/signals'
import { t } from '../lang.js'
import { changePassword, isBadgeRefused, isLocked, logIn, logOut, operator, unlock } from '../session.js'
import { Dialog, Field, Name, Refusal, Submit, useWork } from './parts.jsx'

export function LogIn({ onClose }) {
  const user = useSignal('')
  const password = useSignal('')
  const [{ isBusy, error }, work] = useWork()
  const submit = async (event) => {
    event.preventDefault()
    const isIn = await work(() => logIn(user.value.trim(), password.value))
    password.value = ''
    if (isIn) onClose()
  }
  return (
    <Dialog title={t('Log in')} onClose={onClose}>
      <form onSubmit={submit}>
        <Field label={t('User name')} value={user.value} onInput={(e) => (user.value = e.target.value)} required
          autocomplete="username" autocapitalize="none" spellcheck={false} autofocus />
        <Field label={t('Password')} type="password" value={password.value} required maxLength={256}
          onInput={(e) => (password.value = e.target.value)} autocomplete="current-password" />
        <Refusal text={error} />
        <Submit class="primary" isBusy={isBusy}>{t('Log in')}</Submit>
      </form>
    </Dialog>
  )
}

const classes = [/[a-z\u00df-\u00f6\u00f8-\u00ff]/, /[A-Z\u00c0-\u00de]/, /[0-9]/, /[^A-Za-z0-9\u00c0-\u00ff]/]

// Only a hint while typing: the controller decides (rule P4).
function weakness(password, user) {
  if (password === '') return null
  if ([...password].length < 8) return t('At least 8 characters.')
  if (password.toLowerCase() === user.toLowerCase()) return t('Not the user name.')
  if (classes.filter((c) => c.test(password)).length < 3)
    return t('Three of these: small letters, capitals, digits, other characters.')
  return null
}

export function NewPassword({ onClose }) {
  const isForced = operator.value.must_change_password
  const old = useSignal('')
  const fresh = useSignal('')
  const again = useSignal('')
  const [{ isBusy, error }, work] = useWork()
  const weak = weakness(fresh.value, operator.value.user)
  const differs = again.value !== '' && again.value !== fresh.value ? t('It differs from the first one.') : null
  const submit = async (event) => {
    event.preventDefault()
    if (weak === null && differs === null && (await work(() => changePassword(old.value, fresh.value)))) onClose?.()
  }
  return (
    <Dialog title={t('Choose a new password')} onClose={isForced ? undefined : onClose}>
      <form onSubmit={submit}>
        {isForced && <p>{t('The password you were given is good for this only. Choose one that nobody else knows.')}</p>}
        <input type="text" hidden autocomplete="username" value={operator.value.user} readOnly />
        <Field label={t('Password until now')} type="password" value={old.value} required maxLength={256} autofocus
          onInput={(e) => (old.value = e.target.value)} autocomplete="current-password" />
        <Field label={t('New password')} type="password" value={fresh.value} required maxLength={256} error={weak}
          help={t('At least 8 characters; none of your last ten.')}
          onInput={(e) => (fresh.value = e.target.value)} autocomplete="new-password" />
        <Field label={t('New password once more')} type="password" value={again.value} required maxLength={256} error={differs}
          onInput={(e) => (again.value = e.target.value)} autocomplete="new-password" />
        <Refusal text={error} />
        <Submit class="primary" isBusy={isBusy}>{t('Change the password')}</Submit>
        {isForced && <button type="button" class="quiet" onClick={logOut}>{t('Log out')}</button>}
      </form>
    </Dialog>
  )
}

export function Unlock() {
  const password = useSignal('')
  const [{ isBusy, error }, work] = useWork()
  const submit = async (event) => {
    event.preventDefault()
    await work(() => unlock(password.value))
    password.value = ''
  }
  if (!isLocked.value) return null
  return (
    <Dialog title={t('This display is locked')}>
      <form onSubmit={submit}>
        <p class="names"><strong><Name>{operator.value.name}</Name></strong></p>
        <p>{operator.value.desk_reader === undefined
          ? t('Type your password to go on.')
          : t('Show your badge to the reader on the desk, or type your password.')}</p>
        <Refusal text={isBadgeRefused.value ? t('That badge does not unlock this display.') : null} />
        <input type="text" hidden autocomplete="username" value={operator.value.user} readOnly />
        <Field label={t('Password')} type="password" value={password.value} required maxLength={256} autofocus
          onInput={(e) => (password.value = e.target.value)} autocomplete="current-password" />
        <Refusal text={error} />
        <Submit class="primary" isBusy={isBusy}>{t('Unlock')}</Submit>
        <button type="button" class="quiet" onClick={logOut}>{t('Log out')}</button>
      </form>
    </Dialog>
  )
}
