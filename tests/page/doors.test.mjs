// Doors on the page: seen as they are, released with a reason, goods doors with a deliberate gesture (rules V2, D9, D17, M2).
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Desk, badge, eventually, events, eventsSince, happens, line, newest, passwordOf, ring, sql, walkThrough, zutritt } from './desk.mjs'

let desk
before(async () => {
  desk = await Desk.open()
})
after(() => desk.close())

test('a door is shown as it is, with its age', async () => {
  await desk.tile('entrance').getByText('Verriegelt').waitFor()
  await line('entrance.contact', 'high')
  await desk.tile('entrance').getByText(/Aufgebrochen|Offen/).waitFor()
  await line('entrance.contact', 'low')
  await desk.tile('entrance').getByText('Verriegelt').waitFor()
})

test('without a session there is no button that does anything at a door', async () => {
  assert.equal(await desk.tile('entrance').getByRole('button').count(), 0)
  assert.equal(await desk.tile('goods-gate').getByRole('button').count(), 0)
})

test('a door stands open from here on', async () => {
  await badge('office-2-in', '42:1002')
  await line('office-2-door.contact', 'high')
  await desk.tile('office-2-door').getByText(/Offen|Aufgebrochen/).waitFor()
})

test('the first password has to be changed before anything else', async () => {
  const first = passwordOf('lea')
  await desk.logIn('lea')
  assert.notEqual(passwordOf('lea'), first)
  await desk.logOut()
})

test('logged in, the entrance has its buttons', async () => {
  await desk.logIn('mia')
  await desk.tile('entrance').getByRole('button', { name: 'Besucher' }).waitFor()
})

test('one click and a reason release the entrance, and the journal names the operator', async () => {
  await desk.tile('entrance').getByRole('button', { name: 'Post, Kurier' }).click()
  await desk.tile('entrance').getByText('Freigegeben.').waitFor()
  const released = await eventually('the event', async () =>
    (await events()).find((e) => e.kind === 'door.released' && e.door === 'entrance' && e.detail?.includes('Post')))
  assert.ok(released.operator, 'the event names the operator')
  await walkThrough('entrance')
})

test('what was said of a release goes when the door has locked again', async () => {
  const tile = desk.tile('entrance')
  const since = await newest()
  await tile.getByRole('button', { name: 'Post, Kurier' }).click()
  await tile.getByText('Freigegeben.').waitFor()
  await eventually('it is locked', async () => (await eventsSince(since)).some((e) => e.kind === 'door.locked' && e.door === 'entrance'), 30_000)
  await tile.getByText('Freigegeben.').waitFor({ state: 'hidden' })
})

test('a release that is not recorded says so', async () => {
  const tile = desk.tile('entrance')
  await sql("CREATE TRIGGER fault BEFORE INSERT ON visitor_release BEGIN SELECT RAISE(ABORT, 'a fault'); END")
  await tile.getByRole('button', { name: 'Besucher', exact: true }).click()
  await tile.getByRole('status').getByText(/Die Tür ist freigegeben; an ihren Besuch wird niemand erinnert/).waitFor()
  await sql('DROP TRIGGER fault')
  await walkThrough('entrance')
  await tile.getByText('Verriegelt').waitFor()
  await desk.page.evaluate(() => window.passTime(31_000))
  await tile.getByRole('status').waitFor({ state: 'hidden' })
  await desk.page.keyboard.press('Shift')
})

test('a goods door is not opened by a click, nor by a short press, nor without a reason', async () => {
  const tile = desk.tile('goods-gate')
  const open = tile.getByRole('button', { name: 'Einmal öffnen' })
  assert.ok(await open.isDisabled())
  await tile.getByRole('textbox').fill('Lieferschein 4711')
  await desk.holdFor(0, open)
  await desk.holdFor(900, open)
  await desk.page.waitForTimeout(700)
  assert.ok(!(await events()).some((e) => e.kind === 'door.released' && e.door === 'goods-gate'))
})

test('held for a second it opens once', async () => {
  const tile = desk.tile('goods-gate')
  await desk.hold(tile.getByRole('button', { name: 'Einmal öffnen' }), 'goods-gate')
  await tile.getByText('Freigegeben.').waitFor()
  const released = (await events()).filter((e) => e.kind === 'door.released' && e.door === 'goods-gate')
  assert.equal(released.length, 1)
  assert.match(released[0].detail, /4711/)
  await walkThrough('goods-gate')
})

test('the hold works with the keyboard too', async () => {
  const tile = desk.tile('goods-door')
  const before = await newest()
  await tile.getByRole('textbox').fill('Palette')
  await tile.getByRole('button', { name: 'Einmal öffnen' }).focus()
  await desk.page.keyboard.down('Space')
  await happens(/^door.released$/, 'goods-door', before)
  await desk.page.keyboard.up('Space')
  await tile.getByText('Freigegeben.').waitFor()
  await walkThrough('goods-door')
})

const tones = () => desk.page.evaluate(() => window.tones)
test('the bell shows which gate, is heard until somebody looks, and opens nothing', async () => {
  const before = await newest()
  const silent = (await tones()).length
  await ring('goods-gate')
  await desk.page.getByText('Es klingelt: goods-gate').waitFor()
  await eventually('it is heard: samples come out of the loudspeaker', async () =>
    (await tones()).slice(silent).filter((tone) => tone.loudest > 0.1).length >= 2)
  await eventually('it rings again while nobody looks', async () => (await tones()).length >= silent + 4)
  await desk.picture('bell')
  const since = await eventsSince(before)
  assert.equal(since.filter((e) => e.kind === 'door.bell' && e.door === 'goods-gate').length, 1)
  assert.ok(!since.some((e) => e.kind === 'door.released'))
  await desk.page.getByRole('button', { name: 'Stumm' }).click()
  await desk.page.getByText('Es klingelt: goods-gate').waitFor({ state: 'hidden' })
  const heard = (await tones()).length
  await desk.page.waitForTimeout(3500)
  assert.equal((await tones()).length, heard, 'silent once somebody has looked')
})

test('who rang a minute ago rings no more, but is not forgotten', async () => {
  await ring('goods-gate')
  await desk.page.getByText('Es klingelt: goods-gate').waitFor()
  assert.match(await desk.tile('goods-gate').getAttribute('class'), /ringing/)
  await desk.page.evaluate(() => window.passTime(61_000))
  await desk.page.keyboard.press('Shift')
  await desk.page.getByText(/^Es hat um \d\d:\d\d geklingelt: goods-gate$/).waitFor()
  assert.equal(await desk.page.getByText('Es klingelt: goods-gate').count(), 0)
  assert.doesNotMatch(await desk.tile('goods-gate').getAttribute('class'), /ringing/)
  await desk.picture('rang')
  await desk.button('Gesehen').click()
  await desk.page.getByText('geklingelt: goods-gate').waitFor({ state: 'hidden' })
})

test('two bells at once are told apart, and whoever is let in rings no more', async () => {
  await ring('goods-gate')
  await ring('goods-door')
  await desk.page.getByText('Es klingelt: goods-gate').waitFor()
  await desk.page.getByText('Es klingelt: goods-door').waitFor()
  await desk.tile('goods-door').getByRole('textbox').fill('Paket')
  await desk.hold(desk.tile('goods-door').getByRole('button', { name: 'Einmal öffnen' }), 'goods-door')
  await desk.tile('goods-door').getByText('Freigegeben.').waitFor()
  await walkThrough('goods-door')
  await desk.page.getByText('Es klingelt: goods-door').waitFor({ state: 'hidden' })
  assert.ok(await desk.page.getByText('Es klingelt: goods-gate').isVisible())
  await desk.page.getByRole('button', { name: 'Stumm' }).click()
})

test('a page that is loaded again still knows that somebody is ringing', async () => {
  await ring('goods-gate')
  await desk.page.getByText('Es klingelt: goods-gate').waitFor()
  await desk.page.reload()
  await desk.page.getByText('Es klingelt: goods-gate').waitFor()
  assert.equal(await desk.isIn.count(), 0, 'and nobody is logged in any more')
  await desk.page.getByRole('button', { name: 'Stumm' }).click()
  await eventually('a click anywhere is enough to be heard', async () => {
    await ring('goods-door')
    return (await tones()).some((tone) => tone.loudest > 0.1)
  })
  await desk.page.getByRole('button', { name: 'Stumm' }).click()
  await desk.logIn('mia')
})

test('what is wrong with a reader is told at its door', async () => {
  await zutritt('sim', 'badge', 'office-2-in', '42:1003', '--swapped').catch(() => {})
})

test('a hundred clicks at once on one release are one opening and one event', async () => {
  const button = desk.tile('entrance').getByRole('button', { name: 'Besucher' })
  const before = (await events(1))[0].number
  await button.evaluate((element) => {
    for (let i = 0; i < 100; i++) element.click()
  })
  await desk.tile('entrance').getByText('Freigegeben.').waitFor()
  await desk.page.waitForTimeout(1500)
  const released = (await events(100)).filter((e) => e.number > before && e.kind === 'door.released' && e.door === 'entrance')
  assert.equal(released.length, 1)
  await walkThrough('entrance')
})

test('a shift that begins does not use up what this display may call', async () => {
  const shown = 10
  const before = (await events(1))[0].number
  const queue = async (reader, from) => {
    for (let n = 0; n < shown; n++) await badge(reader, `42:${from + n}`)
  }
  const readers = ['office-1-in', 'office-2-in', 'server-room-in', 'warehouse-in']
  await Promise.all(readers.map((reader, i) => queue(reader, 2000 + 100 * i)))
  await eventually('all are seen', async () => (await events(1))[0].number >= before + readers.length * shown)
  await desk.tile('entrance').getByRole('button', { name: 'Besucher' }).click()
  await desk.tile('entrance').getByText('Freigegeben.').waitFor()
  await walkThrough('entrance')
})

test('events come as they happen, with names in a session', async () => {
  await badge('office-1-in', '42:1003')
  await desk.page.getByRole('row', { name: /office-1-door.*Jonas Weber/ }).first().waitFor()
})

test('what is wrong with a door is shown in words: that one has been open for too long', async () => {
  await desk.tile('office-2-door').getByText('zu lange offen').waitFor()
  await desk.picture('door-fault')
  await line('office-2-door.contact', 'low')
  await desk.tile('office-2-door').getByText('zu lange offen').waitFor({ state: 'hidden' })
})

test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
