// The alarm at the desk: prevented, set, unset, raised and acknowledged, seen and heard (rules L2, L3, L5, L7, L9).
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Desk, PATIENCE_MS, badge, eventually, eventsSince, line, newest, walkThrough } from './desk.mjs'

let desk
before(async () => {
  desk = await Desk.open()
  await desk.logIn('mia')
})
after(() => desk.close())

const alarm = () => desk.section('Alarm')
const tones = () => desk.page.evaluate(() => window.tones)

async function act(button, reason, confirm = button) {
  await alarm().getByRole('button', { name: button, exact: true }).click()
  await alarm().getByLabel(/^Grund/).waitFor()
  if (reason !== undefined) await alarm().getByLabel(/^Grund/).fill(reason)
  await alarm().getByRole('button', { name: confirm, exact: true }).click()
}

test('setting is refused while somebody is inside, with every reason', async () => {
  await alarm().getByText('Unscharf', { exact: true }).waitFor()
  await line('goods-door.contact', 'high')
  await act('Scharf schalten', 'Feierabend')
  const refusal = await alarm().getByRole('alert').innerText()
  assert.match(refusal, /goods-door/)
  assert.match(refusal, /Personen?|jemand|Haus/i)
  await line('goods-door.contact', 'low')
  await alarm().getByRole('button', { name: 'Abbrechen' }).click()
})

test('no act without a reason', async () => {
  const before = await newest()
  await act('Scharf schalten')
  assert.ok(await alarm().getByLabel(/^Grund/).isVisible())
  assert.deepEqual((await eventsSince(before)).filter((e) => e.kind.startsWith('alarm.')), [])
  await alarm().getByRole('button', { name: 'Abbrechen' }).click()
})

test('the last one leaves: the page counts down, and can keep it unset', async () => {
  // the count has a doubt from the forced door above
  await desk.send(desk.section('Im Haus').getByRole('button', { name: 'Berichtigen' }), { Grund: 'nachgesehen' }, 'Berichtigen')
  await badge('entrance-out', '42:1001')
  await walkThrough('entrance')
  await alarm().getByText('Schaltet gleich scharf').waitFor()
  await alarm().getByText(/^\d+ s$/).waitFor()
  await act('Unscharf lassen', 'die Reinigung kommt')
  await alarm().getByText('Unscharf', { exact: true }).waitFor()
})

test('it is set from the desk, and shown', async () => {
  await act('Scharf schalten', 'niemand mehr da')
  await alarm().getByText('Scharf', { exact: true }).waitFor({ timeout: 60_000 + PATIENCE_MS }) // after the exit delay
  await desk.picture('set')
})

test('a raised alarm stands on top and is heard, and is acknowledged with a reason', async () => {
  const before = await newest()
  const heard = (await tones()).length
  await line('office-1-door.contact', 'high')
  await desk.page.getByText('ALARM', { exact: true }).first().waitFor()
  await eventually('it is heard', async () => (await tones()).slice(heard).filter((tone) => tone.loudest > 0.1).length >= 4)
  await desk.picture('raised')
  const gateway = Number(process.env.GATEWAY_PID)
  process.kill(gateway, 'SIGSTOP')
  try {
    await desk.page.getByText(/Steuerung meldet sich nicht/).waitFor()
    const known = (await tones()).length
    await desk.page.waitForTimeout(3500)
    assert.equal((await tones()).length, known, 'nothing sounds of which nobody knows whether it is so')
  } finally {
    process.kill(gateway, 'SIGCONT')
  }
  const again = (await tones()).length
  await eventually('it is heard until somebody acknowledges it', async () => (await tones()).length >= again + 4)
  await line('office-1-door.contact', 'low')
  await act('Quittieren', 'der Hausmeister war es')
  await alarm().getByText('Scharf', { exact: true }).waitFor()
  const said = (await eventsSince(before)).find((e) => e.kind === 'alarm.acknowledged')
  assert.equal(said.operator_name, 'Mia Scholz')
  assert.match(said.detail, /der Hausmeister war es/)
})

test('what somebody must look at is in the list of incidents', async () => {
  await desk.page.getByRole('radio', { name: /Vorfälle/ }).check()
  await desk.section('Ereignisse').getByRole('row', { name: /ALARM/ }).first().waitFor()
  const shown = await desk.section('Ereignisse').getByRole('row').allInnerTexts()
  assert.ok(!shown.some((text) => /Gekommen|Gewährt/.test(text)))
  await desk.picture('incidents')
  await desk.page.getByRole('radio', { name: 'Alle' }).check()
})

test('it is unset from the desk', async () => {
  await act('Unscharf schalten', 'Frühschicht')
  await alarm().getByText('Unscharf', { exact: true }).waitFor()
})

test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
