// Who is inside: how certain that is, corrections, the evacuation list on screen and paper, a fire (rules O4, O5, O7, D13).
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Desk, eventually, eventsSince, line, newest, walkThrough, zutritt } from './desk.mjs'

let desk
before(async () => {
  desk = await Desk.open()
  await desk.logIn('mia')
})
after(() => desk.close())

const inside = () => desk.section('Im Haus')
const count = async () => Number(await inside().locator('output').innerText())
const fire = () => desk.page.locator('.banners').getByText('FEUER', { exact: true })
const rows = (dialog) => dialog.locator('tbody tr')

async function correct(choice, fields) {
  return desk.send(inside().getByRole('button', { name: 'Berichtigen' }), fields, 'Berichtigen', [choice])
}

test('an opening without a badge makes the count uncertain, and the page says why', async () => {
  await inside().getByText('Person, sicher', { exact: true }).waitFor()
  await desk.tile('entrance').getByRole('button', { name: 'Post, Kurier' }).click()
  await desk.tile('entrance').getByText('Freigegeben.').waitFor()
  await walkThrough('entrance')
  await inside().getByText('Person, nicht sicher', { exact: true }).waitFor()
  await inside().getByText(/Tür freigegeben/).waitFor()
  await desk.picture('uncertain')
})

test('what prevents setting is told in words, with each door', async () => {
  const alarm = desk.section('Alarm')
  await alarm.getByText(/Was das Scharfschalten verhindert/).click()
  await alarm.getByText('Zählung unsicher').waitFor()
  await line('office-1-door.contact', 'high')
  await alarm.getByText('Tür offen: office-1-door').waitFor()
  await line('office-1-door.contact', 'low')
  await alarm.getByText('Tür offen: office-1-door').waitFor({ state: 'detached' })
  assert.ok(!/[a-z]_[a-z]/.test(await alarm.innerText()), 'no bare word of the controller')
})

test('a correction takes a reason, and the journal names who said so', async () => {
  await inside().getByRole('button', { name: 'Berichtigen' }).click()
  await desk.dialog().getByRole('button', { name: 'Berichtigen' }).click()
  assert.ok(await desk.dialog().isVisible(), 'not without a reason')
  await desk.page.keyboard.press('Escape')
  const before = await newest()
  assert.equal(await correct('Die Zahl stimmt so', { Grund: 'der Bote ist gegangen' }), true)
  await inside().getByText(/^Person(en)?, sicher$/).waitFor()
  const said = (await eventsSince(before)).filter((e) => e.kind === 'occupancy.corrected')
  assert.equal(said.length, 1)
  assert.equal(said[0].operator_name, 'Mia Scholz')
  assert.match(said[0].detail, /der Bote ist gegangen/)
})

test('somebody is corrected in, and out again; an unknown name is refused with a sentence', async () => {
  const before = await count()
  assert.equal(await correct('Jemand ist im Haus', { Wer: 'Ole Hansen', Grund: 'kam durch das Tor' }), true)
  await eventually('counted', async () => (await count()) === before + 1)
  assert.match(await correct('Jemand ist im Haus', { Wer: 'Niemand Sonst', Grund: 'x' }), /Niemand Sonst/)
  assert.equal(await correct('Jemand ist nicht im Haus', { Wer: 'Ole Hansen', Grund: 'ging durch das Tor' }), true)
  await eventually('counted out', async () => (await count()) === before)
})

test('the list names everybody inside, certain or not, and is printed alone, on as many pages as it takes', async () => {
  for (const n of [1, 2]) {
    const answer = await desk.send(desk.button('Neuer Besucher'),
      { Name: `Gast ${n}`, Firma: 'Viele GmbH', Gastgeber: 'Jonas Weber', Anlass: 'Rundgang' }, 'Ist da')
    assert.equal(answer, true)
  }
  // sixty more, as a tour of the house would bring
  for (let n = 3; n <= 60; n++)
    await zutritt('visitor', 'announce', `Gast ${n}`, '--host', 'Jonas Weber', '--purpose', 'Rundgang', '--arrived')
  await desk.button('Evakuierungsliste').click()
  const dialog = desk.dialog('Evakuierungsliste')
  await eventually('all sixty-one', async () => (await rows(dialog).count()) === 61)
  await desk.picture('evacuation')
  await desk.page.emulateMedia({ media: 'print' })
  const shown = await desk.page.evaluate(() => document.body.innerText)
  assert.match(shown, /Evakuierungsliste/)
  for (const other of ['Türen', 'Ereignisse', 'Verriegelt', 'Abmelden', 'Drucken']) assert.ok(!shown.includes(other), `"${other}" is not on paper`)
  await desk.picture('evacuation-print')
  const file = join(process.env.PICTURES, 'evacuation.pdf')
  writeFileSync(file, await desk.page.pdf({ format: 'A4' }))
  await desk.page.emulateMedia({ media: null })
  const paper = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  for (let n = 1; n <= 60; n++) assert.match(paper, new RegExp(`Gast ${n}\\b`), `Gast ${n} is on paper`)
  assert.match(paper, /Anna Berger/)
  assert.match(paper, /61 Personen im Haus/)
  assert.ok(!/Türen|Ereignisse|Verriegelt/.test(paper))
  assert.equal(paper.split('\f').filter((page) => page.trim() === '').length - 1, 0, 'no empty page')
  await desk.page.keyboard.press('Escape')
})

test('a list is stamped with the time of its answer, and is out of date without a line', async () => {
  await desk.button('Evakuierungsliste').click()
  const stamp = desk.dialog('Evakuierungsliste').getByText(/Personen im Haus/)
  await stamp.waitFor() // it is answered
  const gateway = Number(process.env.GATEWAY_PID)
  process.kill(gateway, 'SIGSTOP')
  try {
    await stamp.getByText('veraltet: keine Verbindung').waitFor()
    const said = await stamp.innerText()
    await desk.page.evaluate(() => {
      const truly = Date.now
      Date.now = () => truly() + 3_600_000
    })
    const clock = await desk.page.locator('.clock').innerText()
    await eventually('the clock goes on', async () => (await desk.page.locator('.clock').innerText()) !== clock)
    assert.equal(await stamp.innerText(), said)
  } finally {
    process.kill(gateway, 'SIGCONT')
  }
  await stamp.getByText('veraltet').waitFor({ state: 'hidden' })
  await desk.page.keyboard.press('Escape')
})

test('a fire is told at once, and the list is open without a session', async () => {
  await desk.logOut()
  assert.equal(await desk.button('Evakuierungsliste').count(), 0)
  await line('fire', 'high')
  await fire().waitFor()
  await desk.tile('entrance').getByText(/Freigegeben|Offen/).waitFor()
  await desk.button('Evakuierungsliste').click()
  const dialog = desk.dialog('Evakuierungsliste')
  await dialog.getByRole('row', { name: /Anna Berger/ }).waitFor()
  await desk.page.getByText('nicht sicher: überall nachsehen').waitFor()
  await desk.picture('fire')
  await desk.page.keyboard.press('Escape')
  assert.equal(await desk.tile('entrance').getByRole('button').count(), 0, 'nothing else is open')
})

test('in a fire the list has its names, in the privacy view as well', async () => {
  await desk.button('Namen vor dem Tresen verbergen').click()
  await desk.button('Evakuierungsliste').click()
  await desk.dialog('Evakuierungsliste').getByRole('row', { name: /Anna Berger/ }).waitFor()
  await desk.page.mouse.move(5, 5)
  assert.match(await desk.dialog('Evakuierungsliste').innerText(), /Anna Berger/)
  await desk.page.keyboard.press('Escape')
  await desk.button('Namen vor dem Tresen verbergen').click()
})

test('the latch is reset by a person, with a reason, and not while the panel says fire', async () => {
  await desk.logIn('mia')
  const reset = desk.button('Feuer zurücksetzen')
  const refusal = await desk.send(reset, { Grund: 'nachgesehen' }, 'Zurücksetzen')
  assert.notEqual(refusal, true)
  assert.match(refusal, /\w+ \w+/, 'a sentence')
  await line('fire', 'low')
  await fire().waitFor()
  assert.equal(await desk.send(reset, { Grund: 'Fehlalarm, Flur geprüft' }, 'Zurücksetzen'), true)
  await fire().waitFor({ state: 'hidden' })
  await desk.tile('entrance').getByText('Verriegelt').waitFor()
})

test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
