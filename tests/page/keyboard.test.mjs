// The whole work of a desk with nothing but Tab, Enter, Space and letters; and what a screen reader is told.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Desk, eventually, eventsSince, line, newest, passwordOf, ring, walkThrough } from './desk.mjs'

let desk
before(async () => {
  desk = await Desk.open()
})
after(() => desk.close())

const press = (key) => desk.page.keyboard.press(key)
const type = (text) => desk.page.keyboard.type(text)

// What has the focus, as a screen reader names it.
const focused = () => desk.page.evaluate(() => {
  const element = document.activeElement
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText ?? ''
  return label.replace(/ \*$/, '').trim()
})

async function tabTo(name, limit = 60) {
  const passed = []
  for (let i = 0; i < limit; i++) {
    await press('Tab')
    const here = await focused()
    if (here === name) {
      const ring = await desk.page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth)
      assert.notEqual(ring, '0px', `the focus on "${name}" is seen`)
      return
    }
    passed.push(here)
  }
  assert.fail(`"${name}" is not reached with Tab: ${passed.join(' · ')}`)
}

test('log in', async () => {
  await tabTo('Anmelden')
  await press('Enter')
  await eventually('the first field has the focus', async () => (await focused()) === 'Benutzername')
  await type('mia')
  await press('Tab')
  assert.equal(await focused(), 'Passwort')
  await type(passwordOf('mia'))
  await press('Enter')
  await desk.isIn.waitFor()
})

test('release the entrance for a courier', async () => {
  const before = await newest()
  await tabTo('Post, Kurier')
  await press('Enter')
  await desk.tile('entrance').getByText('Freigegeben.').waitFor()
  assert.equal((await eventsSince(before)).filter((e) => e.kind === 'door.released').length, 1)
  await walkThrough('entrance')
})

test('open the gate: reason, then Enter held for a second', async () => {
  await tabTo('Grund für goods-gate')
  await type('Lieferschein 12')
  await press('Tab')
  assert.equal(await focused(), 'Einmal öffnen')
  await desk.press(0, () => desk.page.keyboard.down('Enter'), () => desk.page.keyboard.up('Enter'))
  await desk.page.waitForTimeout(300)
  assert.equal(await desk.tile('goods-gate').getByText('Freigegeben.').count(), 0, 'a short press does nothing')
  await desk.page.keyboard.down('Enter')
  await desk.tile('goods-gate').getByText('Freigegeben.').waitFor()
  await desk.page.keyboard.up('Enter')
  await walkThrough('goods-gate')
})

test('a visitor, from the form to the door', async () => {
  await tabTo('Neuer Besucher')
  await press('Enter')
  await eventually('the name has the focus', async () => (await focused()) === 'Name')
  for (const text of ['Vera Kurz', 'Kurz AG', 'Jonas Weber', 'Gespräch']) {
    await type(text)
    await press('Tab')
  }
  assert.equal(await focused(), 'Ist da')
  await press('Enter')
  await desk.visit('Vera Kurz').waitFor()
  await tabTo('An Gastgeber übergeben')
  await press('Enter')
  await desk.visit('Vera Kurz').getByText(/bei Jonas Weber/).waitFor()
  await tabTo('Geht')
  await press('Space')
  await desk.visit('Vera Kurz').waitFor({ state: 'detached' })
})

test('a dialog keeps the focus inside, and Escape gives it back', async () => {
  await tabTo('Tagesausweis')
  await press('Enter')
  await desk.dialog('Tagesausweis').waitFor()
  for (let i = 0; i < 12; i++) {
    await press('Tab')
    const isInside = await desk.page.evaluate(() => document.activeElement === document.body || document.querySelector('dialog[open]').contains(document.activeElement))
    assert.ok(isInside, 'Tab stays in the dialog')
  }
  await press('Escape')
  await desk.dialog().waitFor({ state: 'hidden' })
  assert.equal(await focused(), 'Tagesausweis')
})

test('the bell is silenced with the keyboard', async () => {
  await ring('goods-gate')
  await desk.page.getByText('Es klingelt: goods-gate').waitFor()
  await tabTo('Stumm')
  await press('Enter')
  await desk.page.getByText('Es klingelt: goods-gate').waitFor({ state: 'hidden' })
})

test('a screen reader finds the parts by name, and is told what matters at once', async () => {
  for (const name of ['Türen', 'Besucher', 'Im Haus', 'Alarm', 'Ausweise', 'Ereignisse']) assert.equal(await desk.section(name).count(), 1, name)
  assert.ok((await desk.page.getByRole('article').count()) === 7, 'a door is an article with its name')
  assert.equal(await desk.page.getByRole('heading', { level: 1 }).count(), 1)
  assert.equal(await desk.page.getByRole('main').count(), 1)
  assert.equal(await desk.page.getByRole('banner').count(), 1)
  assert.equal(await desk.section('Liste der Ereignisse').count(), 1, 'what is scrolled has a name')
  await desk.page.getByRole('radio', { name: /Vorfälle/ }).check()
  await desk.section('Ereignisse').getByText('Unter den neuesten Ereignissen ist kein Vorfall.').waitFor()
  await line('office-1-door.contact', 'high')
  await desk.section('Ereignisse').getByRole('row', { name: /Vorfall: AUFGEBROCHEN/ }).waitFor()
  await line('office-1-door.contact', 'low')
  await desk.page.getByRole('radio', { name: 'Alle' }).check()
  await ring('goods-gate')
  const bell = desk.page.getByText('Es klingelt: goods-gate')
  await bell.waitFor()
  assert.equal(await bell.evaluate((element) => element.closest('[aria-live]')?.getAttribute('aria-live')), 'assertive')
  await desk.button('Stumm').click()
  await desk.tile('entrance').getByRole('button', { name: 'Besucher' }).click()
  assert.equal(await desk.tile('entrance').getByRole('status').innerText(), 'entrance ist für 30 s freigegeben.', 'an answer is said aloud')
  await walkThrough('entrance')
  assert.equal(await desk.tile('entrance').getByRole('group').getAttribute('aria-label'), 'entrance freigeben')
  assert.equal(await desk.section('Im Haus').getByRole('status').count(), 1, 'the count is said when it changes')
  await desk.send(desk.button('Ausweis verloren'), { Mitarbeiter: 'Niemand Sonst' }, 'Verlust melden')
})

test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
