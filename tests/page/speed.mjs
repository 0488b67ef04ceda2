// A measurement, no test: from the click to the strike (rules V2, M1, M2), on a machine that has nothing else to do.
//
//     RELEASES=1000 LIMIT_MS=150 tests/page/run speed.mjs
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Desk, eventually, walkThrough, watchOutputs } from './desk.mjs'

const RELEASES = Number(process.env.RELEASES ?? 20)
const LIMIT_MS = Number(process.env.LIMIT_MS ?? 1000)

let desk, wires
before(async () => {
  desk = await Desk.open()
  await desk.logIn('mia')
  wires = watchOutputs()
})
after(() => (wires.stop(), desk.close()))

const strikes = () => wires.seen.filter((move) => move.name === 'entrance.strike' && move.state === 'on')

// The page's clock and this program's, both monotonic: what the one is ahead of the other.
async function ahead() {
  const before = Number(process.hrtime.bigint()) / 1e6
  const there = await desk.page.evaluate(() => performance.now())
  return there - (before + Number(process.hrtime.bigint()) / 1e6) / 2
}

test('click to strike', async () => {
  const button = desk.tile('entrance').getByRole('button', { name: 'Besucher' })
  const offset = await ahead()
  const taken = []
  for (let n = 0; n < RELEASES; n++) {
    const count = strikes().length
    // never while it is off: what the page shows may be old on a busy machine
    const clicked = await eventually('the button', () =>
      button.evaluate((element) => element.disabled ? 0 : (element.click(), performance.now())))
    await eventually('the strike', () => strikes().length > count)
    taken.push(strikes().at(-1).at * 1000 - (clicked - offset))
    await walkThrough('entrance')
    await eventually('the button is back', () => button.isEnabled())
    await eventually('locked again', () => wires.seen.filter((m) => m.name === 'entrance.strike').at(-1).state === 'off')
  }
  taken.sort((a, b) => a - b)
  const at = (share) => taken[Math.min(taken.length - 1, Math.ceil(share * taken.length) - 1)].toFixed(1)
  const said = `click to strike over ${RELEASES}: median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`
  console.log(said)
  writeFileSync(join(process.env.PICTURES, 'click-to-strike.txt'), `${said}\n`)
  assert.ok(Number(at(0.99)) <= LIMIT_MS, said)
})


test('nothing went wrong on the page', () => assert.deepEqual(desk.troubles, []))
