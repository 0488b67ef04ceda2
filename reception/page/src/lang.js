// German and English. A sentence stands in English in the code; po/de.po has the German one (build.mjs sees to it).
import { signal } from '@preact/signals'
import german from '../build/de.json'

const PLACE = 'zutritt.language'

export const language = signal(
  localStorage.getItem(PLACE) ?? (navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en'))

export function speak(other) {
  localStorage.setItem(PLACE, other)
  language.value = other
  document.documentElement.lang = other
}

// The sentence in the language chosen, {places} filled in.
export function t(sentence, places = {}) {
  const text = language.value === 'de' ? german[sentence] ?? sentence : sentence
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? String(places[name]) : whole))
}

const locale = () => (language.value === 'de' ? 'de-DE' : 'en-GB')

export const clockOf = (time) =>
  new Date(time).toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit' })

export const dayOf = (time) =>
  new Date(time).toLocaleDateString(locale(), { weekday: 'short', day: '2-digit', month: '2-digit' })

// "just now", "12 min", "3 h 05 min", "2 days": how long ago, coarse as people say it.
export function ageOf(time, now) {
  const minutes = Math.floor((now - new Date(time).getTime()) / 60_000)
  if (!Number.isFinite(minutes)) return ''
  if (minutes < 1) return t('just now')
  if (minutes < 60) return t('{n} min', { n: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return t('{h} h {m} min', { h: hours, m: String(minutes % 60).padStart(2, '0') })
  return hours < 48 ? t('1 day') : t('{n} days', { n: Math.floor(hours / 24) })
}
