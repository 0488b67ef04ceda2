// The line: a page that does not hear its controller says so at once, and buttons are off (rules M2, M3).
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Desk, eventually } from './desk.mjs'

let desk
before(async () => {
  desk = await Desk.open()
  await desk.logIn('mia')
})
after(() => desk.close())

const broker = Number(process.env.BROKER_PID)

// Since the line last said something, by the page's own clock: it stands, so that no more time passes than that, and what was
// still under way when the broker stopped only begins the wait anew.
async function silentFor(ms, sign) {
  await desk.page.evaluate(() => window.stopTime())
  await eventually(`said after ${ms} ms`, async () => {
    await desk.page.evaluate((by) => window.passTime(window.heardAt + by - performance.now()), ms)
    return sign.isVisible()
  })
  await desk.page.evaluate(() => window.letTimeGo())
}

const icon = () => desk.tile('entrance').locator('header path').first().getAttribute('d')

test('when the broker falls silent the whole page says so within 4 s, grey and off, and claims nothing', async () => {
  await desk.section('Im Haus').getByText(/^Person(en)?, (nicht )?sicher$/).waitFor()
  await desk.section('Alarm').getByText(/Was das Scharfschalten verhindert/).waitFor()
  const locked = await icon()
  process.kill(broker, 'SIGSTOP')
  try {
    await silentFor(4000, desk.page.getByText(/Steuerung meldet sich nicht|Keine Verbindung/))
    assert.ok(await desk.tile('entrance').getByRole('button', { name: 'Besucher' }).isDisabled())
    await desk.tile('entrance').getByText('Unbekannt').waitFor()
    await desk.section('Im Haus').getByText('Unbekannt').waitFor()
    await desk.section('Alarm').getByText('Unbekannt').waitFor()
    assert.equal(await desk.page.getByText(/Person(en)?, |Was das Scharfschalten verhindert/).count(), 0)
    assert.notEqual(await icon(), locked)
    assert.deepEqual(await desk.page.locator('main button:enabled').allInnerTexts(), [], 'nothing can be done')
    await desk.picture('away')
  } finally {
    process.kill(broker, 'SIGCONT')
  }
  await desk.tile('entrance').getByText('Verriegelt').waitFor()
  assert.ok(await desk.tile('entrance').getByRole('button', { name: 'Besucher' }).isEnabled())
})

test('a form that was begun before sends nothing while the line is gone, and keeps what was typed', async () => {
  await desk.button('Neuer Besucher').click()
  await desk.dialog().getByLabel(/^Name/).fill('Petra Lang')
  const send = desk.dialog().getByRole('button', { name: 'Ist da' })
  process.kill(broker, 'SIGSTOP')
  try {
    await eventually('it is off', () => send.isDisabled())
  } finally {
    process.kill(broker, 'SIGCONT')
  }
  await eventually('it is on again', () => send.isEnabled())
  assert.equal(await desk.dialog().getByLabel(/^Name/).inputValue(), 'Petra Lang')
  await desk.page.keyboard.press('Escape')
})

test('a page opened twice: the older one rests and says so', async () => {
  const second = await desk.context.newPage()
  await second.goto(new URL('/', desk.page.url()).href)
  await second.getByText('verbunden', { exact: true }).waitFor()
  await desk.page.getByText('an anderer Stelle geöffnet').waitFor()
  await desk.picture('resting')
  await second.close()
  await desk.page.getByRole('button', { name: 'Hier weitermachen' }).click()
  await desk.page.getByText('verbunden', { exact: true }).waitFor()
})

test('a certificate that ends soon is told in time', async () => {
  const file = join(process.env.ZUTRITT_HOME, 'web', 'until')
  const good = readFileSync(file, 'utf8')
  const warning = desk.page.getByText(/Das Zertifikat dieser Seite/)
  assert.equal(await warning.count(), 0)
  const inDays = (days) => {
    const time = new Date()
    time.setDate(time.getDate() + days)
    return days < 0 ? time : new Date(time.setHours(23, 59, 59))
  }
  for (const [days, words] of [[12, 'endet in 12 Tagen'], [1, 'endet morgen'], [0, 'endet heute'], [-1, 'ist abgelaufen']]) {
    writeFileSync(file, `${inDays(days).toISOString()}\n`)
    await desk.page.reload()
    await desk.page.getByText(`Das Zertifikat dieser Seite ${words}.`).waitFor()
    if (days === 12) await desk.picture('certificate')
  }
  writeFileSync(file, good)
  await desk.page.reload()
  await desk.page.getByText('verbunden', { exact: true }).waitFor()
  assert.equal(await warning.count(), 0)
})

test('the link is not in the address bar any more, nor in the history', async () => {
  assert.ok(!desk.page.url().includes('key='))
  assert.equal(await desk.page.evaluate(() => location.hash), '')
})

test('a browser without a link is told what to do', async () => {
  await desk.page.evaluate(() => localStorage.clear())
  await desk.page.reload()
  await desk.page.getByText('noch keine Anzeige').waitFor()
  await eventually('no trouble', () => desk.troubles.every((text) => /WebSocket|ERR_/.test(text)))
})
