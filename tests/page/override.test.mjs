// Set in spite of what does not close tonight, by two persons at the same display (rules L4, P10).
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Desk, badge, eventually, events, line, zutritt } from './desk.mjs'

let desk
before(async () => {
  desk = await Desk.open()
  await desk.logIn('max') // chooses a password of his own
  await desk.logOut()
  await desk.logIn('anna')
})
after(() => desk.close())

const alarm = async () => (await zutritt('alarm', 'status')).areas[0]
const card = () => desk.page.getByRole('region', { name: 'Alarm' })

test('a door that does not close prevents setting, and the page says so in German', async () => {
  await badge('office-1-in', '42:1003')
  await line('office-1-door.contact', 'high')
  for (const { name } of (await zutritt('occupancy', 'evacuation')).inside)
    await zutritt('occupancy', 'correct', '--outside', name, '--reason', 'has gone home')
  await zutritt('occupancy', 'correct', '--certain', '--reason', 'counted')
  await eventually('only the door', async () => (await alarm()).prevented_by.join() === 'door_open: office-1-door')
  await card().getByText('Was das Scharfschalten verhindert').click()
  await card().getByText('Tür offen: office-1-door').waitFor()
})

test('one person asks, and nothing happens yet', async () => {
  await card().getByRole('button', { name: 'Trotzdem scharf schalten' }).click()
  await card().getByLabel(/^Grund/).fill('Der Schreiner kommt morgen')
  await card().getByRole('button', { name: 'Trotzdem scharf schalten' }).click()
  const waiting = card().getByRole('group', { name: 'Wartet auf eine zweite Person' })
  await waiting.getByText(/Tür offen: office-1-door.*Der Schreiner kommt morgen/).waitFor()
  assert.equal(await waiting.getByRole('button', { name: 'Bestätigen' }).count(), 0)
  await desk.picture('override-asked')
  assert.equal((await alarm()).state, 'unset')
})

test('another one reads the sentence and confirms it: the exit delay runs', async () => {
  await desk.logOut()
  assert.equal(await card().getByText('Wartet auf eine zweite Person').count(), 0)
  await desk.logIn('max')
  await desk.picture('override-confirm')
  await card().getByRole('button', { name: 'Bestätigen' }).click()
  await eventually('the exit delay', async () => ['exit_delay', 'set'].includes((await alarm()).state))
  await card().getByText('Trotz (1)').waitFor()
  const told = await events()
  assert.ok(told.some((e) => e.kind === 'alarm.overridden' && e.operator_name === 'Max Roth'))
  assert.ok(told.some((e) => e.kind === 'approval.asked' && e.operator_name === 'Anna Berger'))
})

test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
