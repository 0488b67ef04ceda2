// The locked page and the reader on the desk: the operator's own badge unlocks it, no other does (rule P7).
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Desk, badge, eventually, events, zutritt } from './desk.mjs'

let desk, dialog
before(async () => {
  desk = await Desk.open()
  await desk.logIn('anna')
  dialog = desk.page.getByRole('dialog', { name: 'Diese Anzeige ist gesperrt' })
})
after(() => desk.close())

const newest = async (kind) => (await events()).filter((event) => event.kind === kind).at(-1)
const release = () => desk.tile('entrance').getByRole('button', { name: 'Besucher' })

const numberOf = async (kind) => (await newest(kind))?.number ?? 0

// Until the controller has taken it, and a badge that was shown just before is a new presentation (rule A4).
async function lock() {
  const before = await numberOf('session.locked')
  await desk.page.getByRole('button', { name: 'Sperren', exact: true }).click()
  await dialog.waitFor()
  await eventually('it is locked', async () => (await numberOf('session.locked')) > before)
  await desk.page.waitForTimeout(1100)
}

const refusedAfter = (number) => eventually('the refusal', async () => {
  const event = await newest('session.refused')
  return event?.number > number && event
})

// Shows it and waits for the decision, then for what the page would have done by now. What the page says of it stands for 6 s
// from the event on: where it came too late, the badge is shown again.
async function staysLocked(number, reason) {
  const before = await numberOf('session.refused')
  const told = dialog.getByText('Dieser Ausweis entsperrt die Anzeige nicht.')
  const refused = await eventually(`${number} is refused, and the page says so`, async () => {
    await badge('desk', number)
    const event = await refusedAfter(before)
    assert.equal(event.reason, reason)
    return told.waitFor({ timeout: 6000 }).then(() => event, () => false)
  })
  await desk.page.waitForTimeout(3500) // the page asks every 3 s
  assert.ok(await dialog.isVisible())
  return refused
}

test('a badge that is shown while nothing is locked is worth nothing', async () => {
  await badge('desk', '42:1001')
  await eventually('an event', async () => (await newest('session.refused'))?.reason === 'not_locked')
  await lock()
  await dialog.getByText('Halten Sie Ihren Ausweis an den Leser am Tresen').waitFor()
  await desk.picture('locked-at-the-desk')
})

test('names are gone, also those that were on their way', async () => {
  await desk.page.waitForTimeout(1500)
  assert.deepEqual((await desk.page.locator('table td.names').allInnerTexts()).filter((text) => text.trim() !== ''), [])
})

test('a stranger\'s badge and a colleague\'s keep it locked', async () => {
  await staysLocked('42:4711', 'badge_unknown')
  await desk.picture('badge-refused')
  await staysLocked('42:1003', 'not_the_operator')
})

test('the own badge unlocks at once, and the page works again', async () => {
  await badge('desk', '42:1001')
  await dialog.waitFor({ state: 'hidden' })
  const unlocked = await eventually('the event', () => newest('session.unlocked'))
  assert.equal(unlocked.person_name, 'Anna Berger')
  assert.equal(unlocked.station, 'reception')
  await release().click()
  await desk.tile('entrance').getByText('Freigegeben').first().waitFor()
  await desk.tile('entrance').getByText('Verriegelt').waitFor()
})

test('what was unlocked once has to be unlocked again', async () => {
  await lock()
  await badge('desk', '42:1001')
  await dialog.waitFor({ state: 'hidden' })
  await lock()
  await desk.page.waitForTimeout(3500)
  assert.ok(await dialog.isVisible())
  await badge('desk', '42:1001')
  await dialog.waitFor({ state: 'hidden' })
})

test('a lost badge keeps it locked, and is an incident', async () => {
  await lock()
  await zutritt('badge', 'lost', '42:1001')
  const refused = await staysLocked('42:1001', 'badge_lost')
  assert.ok(refused.is_incident)
  assert.equal(refused.reader, 'desk')
})
