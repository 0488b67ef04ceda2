// Small parts that all views share: icons, buttons, dialogs, fields.
import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { isHere } from '../feed.js'
import { t } from '../lang.js'
import { refusalText } from '../words.js'

const paths = {
  locked: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v10H5zM12 15v3',
  released: 'M7 11V8a5 5 0 0 1 9.6-2M5 11h14v10H5zM12 15v3',
  open: 'M4 21h16M7 21V4l9-1v18M13 12h.01',
  forced: 'M12 3 2 20h20zM12 10v4M12 17h.01',
  unknown: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.3 9.5a2.8 2.8 0 1 1 4 2.5c-.9.4-1.3 1-1.3 1.9M12 17h.01',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  fire: 'M12 3c1 4 5 5 5 10a5 5 0 0 1-10 0c0-2 1-3 2-4 0 2 1 3 2 3 0-4-1-6 1-9z',
  alarm: 'M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20a7 7 0 0 1 14 0M17 11a3 3 0 0 0 0-6M18 14a6 6 0 0 1 4 6',
  visitor: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0',
  badge: 'M5 4h14v17H5zM9 4V2h6v2M12 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8.5 18a3.5 3.5 0 0 1 7 0',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  hidden: 'M3 3l18 18M10 5.2A10 10 0 0 1 12 5c6 0 10 7 10 7a17 17 0 0 1-3 3.7M6.5 6.6A17 17 0 0 0 2 12s4 7 10 7a10 10 0 0 0 4.5-1.1',
  print: 'M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z',
  list: 'M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5',
}

export function Icon({ name }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={Object.hasOwn(paths, name) ? paths[name] : ''} />
    </svg>
  )
}

// A button that waits for its answer: no second click meanwhile, and what went wrong stands below it.
export function useWork() {
  const state = useSignal({ isBusy: false, error: null, done: null })
  const work = async (task) => {
    if (state.value.isBusy) return false
    state.value = { isBusy: true, error: null, done: null }
    try {
      const done = (await task()) ?? null
      state.value = { isBusy: false, error: null, done }
      return true
    } catch (error) {
      state.value = { isBusy: false, error: refusalText(error), done: null }
      return false
    }
  }
  return [state.value, work]
}

// Sends its form: off without a line; says so while the answer is under way.
export const Submit = ({ isBusy, children, ...button }) => (
  <button {...button} disabled={isBusy || !isHere.value}>{isBusy ? t('One moment …') : children}</button>
)

export const Refusal = ({ text }) => (text === null ? null : <p class="refusal" role="alert">{text}</p>)

// A deliberate gesture: held for a second, by pointer or key; let go earlier, nothing happens.
const HOLD_MS = 1000

export function HoldButton({ label, hint, isOff, onHeld }) {
  const progress = useSignal(0)
  const timer = useRef()
  const hintId = useId()
  const stop = () => {
    cancelAnimationFrame(timer.current)
    timer.current = undefined
    progress.value = 0
  }
  const begin = () => {
    if (isOff || timer.current !== undefined) return
    const from = performance.now()
    const look = () => {
      progress.value = Math.min(1, (performance.now() - from) / HOLD_MS)
      if (progress.value < 1) return (timer.current = requestAnimationFrame(look))
      stop()
      onHeld()
    }
    timer.current = requestAnimationFrame(look)
  }
  useEffect(() => stop, [])
  const isHoldKey = (event) => event.key === ' ' || event.key === 'Enter'
  return (
    <>
      <button
        type="button" class="hold" disabled={isOff} aria-describedby={hintId}
        onPointerDown={(event) => event.button === 0 && begin()} onPointerUp={stop} onPointerLeave={stop} onPointerCancel={stop}
        onKeyDown={(event) => isHoldKey(event) && (event.preventDefault(), event.repeat || begin())}
        onKeyUp={(event) => isHoldKey(event) && stop()} onBlur={stop} onContextMenu={(event) => event.preventDefault()}
      >
        <progress max="1" value={progress.value} aria-hidden="true" />
        <span>{label}</span>
      </button>
      <small id={hintId} class="hint">{hint ?? t('Hold for a second')}</small>
    </>
  )
}

export function Dialog({ title, onClose, children, isWide = false }) {
  const ref = useRef()
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    const opener = document.activeElement
    if (!dialog.open) dialog.showModal()
    return () => (dialog.close(), setTimeout(() => opener?.focus())) // when the dialog is out of the page
  }, [])
  return (
    <dialog ref={ref} class={isWide ? 'wide' : ''} aria-labelledby={titleId}
      onCancel={(event) => { event.preventDefault(); onClose?.() }}>
      <header>
        <h2 id={titleId}>{title}</h2>
        {onClose && <button type="button" class="quiet" onClick={onClose} aria-label={t('Close')}>✕</button>}
      </header>
      {children}
    </dialog>
  )
}

// A labelled field with the sentence that says what is wrong, where something is.
export function Field({ label, help, error, children, ...input }) {
  const id = useId()
  const about = `${id}-about`
  return (
    <div class="field">
      <label for={id}>{label}{input.required && <span aria-hidden="true"> *</span>}</label>
      {children ? children({ id, 'aria-describedby': about }) :
        <input id={id} aria-describedby={about} maxLength={200} autocomplete="off" {...input} aria-invalid={error ? true : undefined} />}
      <small id={about} class={error ? 'refusal' : 'hint'}>{error ?? help ?? ''}</small>
    </div>
  )
}

// A name that the privacy view takes away: neither seen nor read aloud, until somebody points at its .names (style.css).
export const Name = ({ children }) => (children === '' ? null : <span class="name">{children}</span>)

export const Empty = ({ children }) => <p class="empty">{children}</p>
