// How the page looks and reads: three sizes, two languages, two themes; no serious finding of axe (rule V5).
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { findings } from './axe.mjs'
import { Desk, sizes } from './desk.mjs'

async function fits(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
}

for (const size of Object.keys(sizes))
  for (const language of ['de-DE', 'en-GB'])
    for (const theme of ['light', 'dark'])
      test(`${size}, ${language}, ${theme}: readable, nothing cut off, nothing serious for axe`, async () => {
        const desk = await Desk.open({ size, language, theme })
        try {
          await desk.picture('out')
          assert.deepEqual(await findings(desk.page), [])
          await desk.logIn('mia')
          await desk.picture('in')
          assert.ok(await fits(desk.page), 'nothing has to be scrolled sideways')
          assert.deepEqual(await findings(desk.page), [])
          assert.equal(await desk.page.evaluate(() => document.documentElement.lang), language.slice(0, 2))
          await desk.button(/Neuer Besucher|New visitor/).click()
          await desk.picture('new-visitor')
          assert.deepEqual(await findings(desk.page), [])
          assert.deepEqual(desk.troubles, [])
        } finally {
          await desk.close()
        }
      })
