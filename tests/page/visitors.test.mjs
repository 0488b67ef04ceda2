// Visits at the desk, and badges (rules V1 to V5, O3, O7, K7, V6).
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Desk, eventually, events, walkThrough, zutritt } from './desk.mjs'

let desk
before(async () => {
  desk = await Desk.open()
  await desk.logIn('mia')
})
after(() => desk.close())

const inside = async () => (await zutritt('occupancy')).areas[0].count
const row = (name) => desk.page.getByRole('listitem').filter({ hasText: name })

async function announce(fields, button, kind = 'Besucher') {
  await desk.button('Neuer Besucher').click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByLabel(kind, { exact: true }).check()
  for (const [label, text] of Object.entries(fields)) await dialog.getByLabel(new RegExp(`^${label}`)).fill(text)
  await dialog.getByRole('button', { name: button }).click()
  await dialog.waitFor({ state: 'hidden' })
}

test('a visitor is announced, let in by name, handed over, and leaves', async () => {
  const before = await inside()
  await announce({ Name: 'Petra Lang', Firma: 'Lang GmbH', Gastgeber: 'Jonas Weber', Anlass: 'Audit' }, 'Für später anmelden')
  await row('Petra Lang').waitFor()
  assert.equal(await inside(), before)
  await desk.tile('entrance').getByRole('button', { name: 'Petra Lang' }).click()
  await desk.tile('entrance').getByText('Freigegeben.').waitFor()
  await walkThrough('entrance')
  await eventually('she counts', async () => (await inside()) === before + 1)
  await desk.picture('visitor')
  await row('Petra Lang').getByRole('button', { name: 'An Gastgeber übergeben' }).click()
  await row('Petra Lang').getByText(/bei Jonas Weber/).waitFor()
  await row('Petra Lang').getByRole('button', { name: 'Geht' }).click()
  await row('Petra Lang').waitFor({ state: 'detached' })
  await eventually('she counts no more', async () => (await inside()) === before)
})

test('a technician needs a company, an order and an end', async () => {
  await announce({ Name: 'Timo Funk', Firma: 'Funk KG', Gastgeber: 'Anna Berger', Anlass: 'Wartung', Auftrag: '4711', Bis: '23:59' },
    'Ist da', 'Techniker')
  await row('Timo Funk').getByText(/4711/).waitFor()
  await row('Timo Funk').getByRole('button', { name: 'Geht' }).click()
  await row('Timo Funk').waitFor({ state: 'detached' })
})

test('whoever is hired meanwhile can be visited', async () => {
  await zutritt('person', 'hire', 'Nina Neu', '--position', 'office')
  await desk.button('Neuer Besucher').click()
  await eventually('she is offered', () => desk.page.evaluate(() => [...document.querySelectorAll('#hosts option')].some((one) => one.value === 'Nina Neu')))
  await desk.page.keyboard.press('Escape')
})

test('the evacuation list names who is inside, with the host', async () => {
  await announce({ Name: 'Eva Kurz', Firma: 'Kurz AG', Gastgeber: 'Jonas Weber', Anlass: 'Gespräch' }, 'Ist da')
  await eventually('it is there within 2 s', async () => {
    await desk.page.keyboard.press('Escape')
    const started = Date.now()
    await desk.button('Evakuierungsliste').click()
    await desk.page.getByRole('dialog').getByRole('row', { name: /Eva Kurz.*Jonas Weber/ }).waitFor()
    return Date.now() - started < 2000 // again where the machine was busy with something else
  })
  await desk.picture('evacuation')
  await desk.page.keyboard.press('Escape')
  await row('Eva Kurz').getByRole('button', { name: 'Geht' }).click()
})

test('a colleague without a badge gets a day badge', async () => {
  await desk.button('Tagesausweis').click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByLabel(/^Mitarbeiter/).fill('Mia Scholz')
  await dialog.getByLabel(/^Nummer/).fill('42:9001')
  await dialog.getByRole('button', { name: 'Ausgeben' }).click()
  await dialog.getByRole('status').waitFor()
  await desk.page.keyboard.press('Escape')
  assert.ok((await events()).some((e) => e.kind === 'badge.day_given'))
})

test('a lost badge is reported by name', async () => {
  await desk.button('Ausweis verloren').click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByLabel(/^Mitarbeiter/).fill('Lea Winter')
  await dialog.getByRole('button', { name: 'Verlust melden' }).click()
  await dialog.getByRole('status').waitFor()
  await desk.page.keyboard.press('Escape')
  assert.ok((await events()).some((e) => e.kind === 'badge.lost' && e.person_name === 'Lea Winter'))
})

test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
