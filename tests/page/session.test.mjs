// The person at the desk: a first password, idle lock with a visible countdown, unlocking, names that go with the session,
// and the privacy view (rules P3, P7, V5). Five minutes pass on the page's own clock alone (desk.mjs, wiretap).
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Desk, badge, eventually, passwordOf, zutritt } from './desk.mjs'

let desk
before(async () => {
  desk = await Desk.open()
})
after(() => desk.close())

const guests = ['Petra Lang', 'Lang GmbH', 'Jonas Weber']
const passTime = (ms) => desk.page.evaluate((by) => window.passTime(by), ms)
const locked = () => desk.dialog('Diese Anzeige ist gesperrt')

// Everything that a screen reader would say.
async function spoken() {
  const session = await desk.context.newCDPSession(desk.page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes.filter((node) => !node.ignored).map((node) => `${node.name?.value ?? ''} ${node.value?.value ?? ''} ${node.description?.value ?? ''}`).join('\n')
}

async function unlock(password) {
  await locked().getByLabel('Passwort').fill(password)
  await locked().getByRole('button', { name: 'Entsperren' }).click()
}

test('without a session no name is seen or heard', async () => {
  await desk.page.getByText('Namen erscheinen nach der Anmeldung.').waitFor()
  await badge('office-1-in', '42:1003')
  await desk.page.getByRole('row', { name: /office-1-door/ }).first().waitFor()
  const all = await spoken()
  for (const name of ['Anna Berger', 'Jonas Weber', 'Mia Scholz']) assert.ok(!all.includes(name), name)
})

test('a wrong password and an unknown user get the same sentence', async () => {
  const sentences = []
  for (const [user, password] of [['mia', 'Falsch und lang 1'], ['niemand', 'Falsch und lang 1']]) {
    await desk.button('Anmelden').first().click()
    await desk.dialog().getByLabel(/Benutzername/).fill(user)
    await desk.dialog().getByLabel(/^Passwort/).fill(password)
    await desk.dialog().getByRole('button', { name: 'Anmelden' }).click()
    sentences.push(await desk.dialog().getByRole('alert').innerText())
    await desk.page.keyboard.press('Escape')
  }
  assert.equal(sentences[0], sentences[1])
  assert.ok(sentences[0].length > 10, 'a sentence')
})

test('the first password, of two halves, is good for nothing but choosing an own one', async () => {
  const first = passwordOf('lea')
  await desk.button('Anmelden').first().click()
  await desk.dialog().getByLabel(/Benutzername/).fill('lea')
  await desk.dialog().getByLabel(/^Passwort/).fill(first)
  await desk.dialog().getByRole('button', { name: 'Anmelden' }).click()
  const forced = desk.dialog('Neues Passwort wählen')
  await forced.waitFor()
  assert.equal(await desk.tile('entrance').getByRole('button', { includeHidden: true }).count(), 0)
  await desk.page.keyboard.press('Escape')
  assert.ok(await forced.isVisible(), 'it cannot be put away')
  await forced.locator('input[type=password]').nth(1).fill('lea')
  await forced.getByText('Mindestens 8 Zeichen.').waitFor()
  await forced.locator('input[type=password]').nth(1).fill('nurkleineb')
  await forced.getByText(/^Drei davon/).waitFor()
  await desk.choosePassword('lea', first, 'Schirm und Hut 7')
  await desk.tile('entrance').getByRole('button', { name: 'Besucher' }).waitFor()
  await desk.logOut()
})

test('an own password can be changed at any time, and the old one is good no more', async () => {
  await desk.logIn('mia')
  const old = passwordOf('mia')
  await desk.button('Passwort').click()
  await desk.choosePassword('mia', old, 'Neue Klingel 42!')
  await desk.logOut()
  await desk.button('Anmelden').first().click()
  await desk.dialog().getByLabel(/Benutzername/).fill('mia')
  await desk.dialog().getByLabel(/^Passwort/).fill(old)
  await desk.dialog().getByRole('button', { name: 'Anmelden' }).click()
  await desk.dialog().getByRole('alert').waitFor()
  await desk.page.keyboard.press('Escape')
  await desk.logIn('mia')
})

test('the last of five idle minutes is counted down, and a key ends the countdown', async () => {
  await desk.page.keyboard.press('Shift')
  await passTime(235_000)
  await desk.page.waitForTimeout(600)
  assert.equal(await desk.page.getByRole('timer').count(), 0, 'not before the last minute')
  await passTime(5_000)
  const countdown = desk.page.getByRole('timer')
  await countdown.waitFor()
  const seconds = async () => Number(/sperrt in (\d+) s/.exec(await countdown.innerText())[1])
  const first = await seconds()
  assert.ok(first > 50 && first <= 60, `${first} s`)
  await eventually('it moves', async () => (await seconds()) < first)
  await desk.picture('countdown')
  await desk.page.keyboard.press('Shift')
  await countdown.waitFor({ state: 'hidden' })
})

test('after five idle minutes the page is locked: doors stay, names and open windows go', async () => {
  await desk.send(desk.button('Neuer Besucher'), { Name: guests[0], Firma: guests[1], Gastgeber: guests[2], Anlass: 'Audit' }, 'Ist da')
  await desk.visit(guests[0]).waitFor()
  await desk.button('Evakuierungsliste').click()
  await desk.dialog('Evakuierungsliste').getByRole('row', { name: /Petra Lang/ }).waitFor()
  await passTime(300_000)
  await locked().waitFor()
  await desk.tile('entrance').getByText('Verriegelt').waitFor()
  await desk.picture('locked')
  assert.equal(await desk.page.getByRole('dialog', { includeHidden: true }).count(), 1, 'no other window stays open')
  const all = await spoken()
  const seen = await desk.page.evaluate(() => document.body.innerText)
  for (const name of [...guests, 'Anna Berger']) {
    assert.ok(!all.includes(name), `${name} is heard`)
    assert.ok(!seen.includes(name), `${name} is seen`)
  }
})

test('a wrong password leaves it locked, the right one goes on where it was', async () => {
  await unlock('Falsch und lang 1')
  await locked().getByRole('alert').waitFor()
  assert.ok(await locked().isVisible())
  await desk.page.keyboard.press('Escape')
  assert.ok(await locked().isVisible(), 'it cannot be put away')
  await unlock(passwordOf('mia'))
  await locked().waitFor({ state: 'hidden' })
  await desk.dialog('Evakuierungsliste').getByRole('row', { name: /Petra Lang/ }).waitFor()
  await desk.page.keyboard.press('Escape')
  await desk.visit(guests[0]).waitFor()
  await desk.page.getByRole('row', { name: /Jonas Weber/ }).first().waitFor()
})

test('it is locked at once by hand', async () => {
  await desk.button('Sperren').click()
  await locked().waitFor()
  await unlock(passwordOf('mia'))
  await locked().waitFor({ state: 'hidden' })
})

test('the privacy view takes names from eye and ear, but for the row that is pointed at', async () => {
  await desk.page.mouse.move(5, 5)
  await desk.button('Namen vor dem Tresen verbergen').click()
  await desk.page.mouse.move(5, 5)
  await desk.page.evaluate(() => document.activeElement.blur())
  const all = await spoken()
  const seen = await desk.page.evaluate(() => document.body.innerText)
  for (const name of [...guests, 'Mia Scholz', 'Anna Berger']) {
    assert.ok(!all.includes(name), `${name} is heard`)
    assert.ok(!seen.includes(name), `${name} is seen`)
  }
  await desk.picture('private')
  // pixels: the row looks the same whatever the name is
  const row = desk.page.getByRole('listitem').filter({ has: desk.page.getByRole('button', { name: 'An Gastgeber übergeben' }) }).first()
  const one = await row.screenshot()
  await row.locator('.name').first().evaluate((element) => (element.firstChild.data = 'Eine Frau mit einem sehr langen Namen'))
  assert.ok((await row.screenshot()).equals(one), 'no pixel of the name is left')
  await row.hover()
  await eventually('whoever points at it may read it', async () => (await row.innerText()).includes('Lang GmbH'))
  await desk.page.mouse.move(5, 5)
})

test('the privacy view hides the evacuation list on the screen, row by row, and not on paper', async () => {
  await desk.button('Evakuierungsliste').click()
  const row = desk.dialog('Evakuierungsliste').locator('tbody tr').filter({ hasText: guests[0] })
  await row.waitFor()
  const shown = () => desk.dialog('Evakuierungsliste').innerText()
  await desk.page.mouse.move(5, 5)
  for (const name of [...guests, 'Anna Berger']) assert.ok(!(await shown()).includes(name), `${name} is seen`)
  await desk.picture('private-list')
  await row.hover()
  await eventually('whoever points at a row may read it', async () => (await shown()).includes(guests[0]))
  assert.ok(!(await shown()).includes('Anna Berger'), 'and no other row')
  await desk.page.mouse.move(5, 5)
  await desk.page.emulateMedia({ media: 'print' })
  for (const name of [...guests, 'Anna Berger']) assert.ok((await shown()).includes(name), `${name} is on paper`)
  await desk.page.emulateMedia({ media: null })
  await desk.page.keyboard.press('Escape')
})

test('locked, the privacy view hides the name of whoever locked it too', async () => {
  await desk.button('Sperren').click()
  await locked().waitFor()
  await desk.page.mouse.move(5, 5)
  await desk.page.evaluate(() => document.activeElement.blur())
  assert.ok(!(await desk.page.evaluate(() => document.body.innerText)).includes('Mia Scholz'))
  assert.ok(!(await spoken()).includes('Mia Scholz'))
  await unlock(passwordOf('mia'))
  await locked().waitFor({ state: 'hidden' })
})

test('the privacy view outlives a reload; the session does not', async () => {
  await desk.page.reload()
  await desk.page.getByText('verbunden', { exact: true }).waitFor()
  assert.equal(await desk.isIn.count(), 0)
  assert.equal(await desk.button('Namen vor dem Tresen verbergen').getAttribute('aria-pressed'), 'true')
  await desk.button('Namen vor dem Tresen verbergen').click()
})

test('logged out, nothing can be done and no name is left', async () => {
  await desk.logIn('mia')
  await desk.visit(guests[0]).waitFor()
  await desk.logOut()
  assert.equal(await desk.tile('entrance').getByRole('button').count(), 0)
  const all = await spoken()
  for (const name of [...guests, 'Mia Scholz', 'Anna Berger']) assert.ok(!all.includes(name), name)
})

test('logged out while nobody answers, no name is left either, and at once', async () => {
  await desk.logIn('mia')
  await desk.visit(guests[0]).waitFor()
  const gateway = Number(process.env.GATEWAY_PID)
  process.kill(gateway, 'SIGSTOP')
  try {
    await desk.isIn.click()
    await desk.page.waitForTimeout(500)
    const seen = await desk.page.evaluate(() => document.body.innerText)
    for (const name of [...guests, 'Mia Scholz', 'Anna Berger']) assert.ok(!seen.includes(name), name)
  } finally {
    process.kill(gateway, 'SIGCONT')
  }
  await desk.page.getByText('verbunden', { exact: true }).waitFor()
})

test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
