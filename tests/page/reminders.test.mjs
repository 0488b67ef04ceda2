// Of what the reception is reminded (rules V1, V2, V3, O6): releases without a visit, guests who wait, who is inside after
// closing; and guests who do not come. Ten minutes are made by putting times in the database back.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { findings } from './axe.mjs'
import { Desk, PATIENCE_MS, eventually, events, sql, walkThrough, zutritt } from './desk.mjs'

const LOOK_MS = 60_000 + 2 * PATIENCE_MS // zutrittd looks once a minute, and so does the page

let desk
before(async () => {
  desk = await Desk.open()
  await desk.logIn('anna')
})
after(() => desk.close())

const strip = () => desk.page.getByRole('region', { name: 'Erinnerungen' })
const reminder = (text) => strip().getByRole('listitem').filter({ hasText: text })
const visitors = () => desk.page.getByRole('region', { name: 'Besucher', exact: true })
const visitor = (name) => visitors().getByRole('listitem').filter({ hasText: name })
const kinds = async () => (await events()).map((event) => event.kind)
const count = async (kind) => (await kinds()).filter((one) => one === kind).length

async function releaseForAVisitor() {
  await eventually('the button', () => desk.tile('entrance').getByRole('button', { name: 'Besucher' }).isEnabled())
  await desk.tile('entrance').getByRole('button', { name: 'Besucher' }).click()
  await desk.tile('entrance').getByText('Freigegeben.').waitFor()
  await walkThrough('entrance')
}

async function waitTooLong() {
  await sql('UPDATE visitor_release SET released_utc_ms = released_utc_ms - 660000')
  await reminder('Freigabe ohne Besuch: entrance').first().waitFor({ timeout: LOOK_MS })
}

async function enter(name, button) {
  await desk.button('Neuer Besucher').click()
  const dialog = desk.page.getByRole('dialog')
  for (const [label, text] of Object.entries({ Name: name, Gastgeber: 'Jonas Weber', Anlass: 'Audit' }))
    await dialog.getByLabel(new RegExp(`^${label}`)).fill(text)
  await dialog.getByRole('button', { name: button }).click()
  await dialog.waitFor({ state: 'hidden' })
}

test('nothing waits: nothing is shown', async () => {
  assert.equal(await strip().count(), 0)
})

test('whoever is recorded after a release was let in by it', async () => {
  await releaseForAVisitor()
  await enter('Petra Lang', 'Ist da')
  await eventually('it is linked', async () => (await events()).some((e) => e.kind === 'release.linked' && e.person_name === 'Petra Lang'))
})

test('a release without a visit is reminded of, and linked by choice', async () => {
  await releaseForAVisitor()
  await waitTooLong()
  await eventually('it is an event', async () => (await count('release.unlinked')) === 1, LOOK_MS)
  await desk.picture('reminders')
  assert.deepEqual(await findings(desk.page), [])
  await reminder('Freigabe ohne Besuch').getByRole('button', { name: 'Klären' }).click()
  const dialog = desk.page.getByRole('dialog')
  await desk.picture('reminders-settle')
  assert.deepEqual(await findings(desk.page), [])
  await dialog.getByRole('button', { name: 'Petra Lang' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await reminder('Freigabe ohne Besuch').waitFor({ state: 'detached' })
  assert.equal(await count('release.linked'), 2)
})

test('one that nobody came in by is put aside with a reason', async () => {
  await releaseForAVisitor()
  await waitTooLong()
  await reminder('Freigabe ohne Besuch').getByRole('button', { name: 'Klären' }).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByLabel(/^Oder warum/).fill('niemand kam herein')
  await dialog.getByRole('button', { name: 'Beiseitelegen' }).click()
  await reminder('Freigabe ohne Besuch').waitFor({ state: 'detached' })
  assert.ok((await events()).some((e) => e.kind === 'release.put_aside' && e.detail === 'niemand kam herein'))
})

test('post is no visitor', async () => {
  await eventually('the button', () => desk.tile('entrance').getByRole('button', { name: 'Post' }).isEnabled())
  await desk.tile('entrance').getByRole('button', { name: 'Post' }).click()
  await desk.tile('entrance').getByText('Freigegeben.').waitFor()
  await sql('UPDATE visitor_release SET released_utc_ms = released_utc_ms - 660000')
  assert.ok((await zutritt('reminders')).reminders.every((one) => one.kind !== 'unlinked'))
})

test('a guest whom nobody fetches stands there with the host', async () => {
  await sql("UPDATE visit SET arrived_utc_ms = arrived_utc_ms - 660000 WHERE name = 'Petra Lang'")
  await reminder('Petra Lang').getByText(/wartet auf Jonas Weber/).waitFor({ timeout: LOOK_MS })
  await visitor('Petra Lang').getByRole('button', { name: 'Geht' }).click()
  await reminder('Petra Lang').waitFor({ state: 'detached' })
})

test('who does not come is taken off', async () => {
  await enter('Nora Nie', 'Für später anmelden')
  await visitor('Nora Nie').getByRole('button', { name: 'Kommt nicht' }).click()
  await visitor('Nora Nie').waitFor({ state: 'detached' })
  assert.equal(await count('visitor.cancelled'), 1)
})

test('after closing it says how many are inside, and who; not without a session', async () => {
  await zutritt('schedule', 'set', 'business-hours', 'daily 00:00-00:01')
  const line = reminder('1 Person ist nach Betriebsschluss im Haus')
  await line.waitFor({ timeout: LOOK_MS })
  await line.getByText('1 Person').click()
  await line.getByText(/Anna Berger/).waitFor()
  await desk.picture('reminders-closing')
  await eventually('it is an event without names', async () =>
    (await events()).some((e) => e.kind === 'occupancy.after_closing' && e.detail === '1 inside' && e.person === undefined), LOOK_MS)
  await desk.button('English').click()
  await desk.page.getByText('1 person is inside after closing').waitFor()
  await desk.picture('reminders-closing-english')
  assert.deepEqual(await findings(desk.page), [])
  await desk.button('Deutsch').click()
  await desk.logOut()
  assert.equal(await strip().count(), 0)
})

test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
