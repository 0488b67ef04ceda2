// A desk with a browser on it, and hands on the simulated wires: what the tests of the page share.
import { chromium } from 'playwright-core'
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
]
export const sizes = { desk: { width: 1280, height: 800 }, wall: { width: 1920, height: 1080 }, phone: { width: 390, height: 844 } }

// zutritt WORDS…, its answer as JSON.
export async function zutritt(...words) {
  const { stdout } = await run('zutritt', [...words, '--json'])
  return stdout.trim() === '' ? {} : JSON.parse(stdout.trim().split('\n').at(-1))
}

export const badge = (reader, number) => zutritt('sim', 'badge', reader, number)
export const line = (name, level) => zutritt('sim', 'line', name, level)

export async function walkThrough(door) {
  await line(`${door}.contact`, 'high')
  await new Promise((resolve) => setTimeout(resolve, 50)) // a contact counts after 20 ms
  await line(`${door}.contact`, 'low')
}

export const events = async (limit = 50) => (await zutritt('events', 'list', '--persons', '--limit', String(limit))).events

export async function eventually(what, isSo, patience = 20_000) {
  const deadline = Date.now() + patience
  for (;;) {
    const found = await isSo()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`did not happen: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

// Passwords of the demo's accounts: its own first ones, then what the test made of them.
const passwords = new Map()
const passwordFile = (user) => join(process.env.ZUTRITT_HOME, `${user}.password`)
export function passwordOf(user) {
  if (!passwords.has(user)) passwords.set(user, readFileSync(passwordFile(user), 'utf8').trim())
  return passwords.get(user)
}

export class Desk {
  static async open({ language = 'de-DE', theme = 'light', size = 'desk', link = process.env.ZUTRITT_LINK } = {}) {
    const desk = new Desk()
    desk.name = `${size}-${language.slice(0, 2)}-${theme}`
    desk.context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'zutritt-browser-')), {
      executablePath: '/usr/bin/chromium', headless: true, args: flags,
      env: { ...process.env, HOME: process.env.BROWSER_HOME },
      viewport: sizes[size], locale: language, colorScheme: theme,
    })
    desk.context.setDefaultTimeout(10_000)
    desk.troubles = []
    desk.page = await desk.context.newPage()
    desk.page.on('pageerror', (error) => desk.troubles.push(error.message))
    desk.page.on('console', (message) => message.type() === 'error' && desk.troubles.push(message.text()))
    await desk.page.goto(link)
    await desk.page.getByText(language.startsWith('de') ? 'verbunden' : 'connected', { exact: true }).waitFor()
    return desk
  }

  close() {
    return this.context.close()
  }

  button(name) {
    return this.page.getByRole('button', { name })
  }

  tile(door) {
    return this.page.getByRole('article', { name: door, exact: true })
  }

  async picture(what) {
    await this.page.screenshot({ path: join(process.env.PICTURES, `${what}-${this.name}.png`), animations: 'disabled' })
  }

  // With the password that this account has now; a first one is changed as the page demands.
  get isIn() {
    return this.page.locator('header.top').getByRole('button', { name: /^(Abmelden|Log out)$/ })
  }

  async logIn(user, password = passwordOf(user)) {
    await this.button(/^(Anmelden|Log in)$/).first().click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(/Benutzername|User name/).fill(user)
    await dialog.getByLabel(/^(Passwort|Password)/).fill(password)
    await dialog.getByRole('button', { name: /^(Anmelden|Log in)$/ }).click()
    const forced = this.page.getByRole('dialog', { name: /Neues Passwort wählen|Choose a new password/ })
    await Promise.race([forced.waitFor(), this.isIn.waitFor()])
    if (await forced.isVisible()) await this.choosePassword(user, password, `Neu und gut ${Date.now()}`)
    await this.isIn.waitFor()
  }

  async choosePassword(user, old, fresh) {
    const fields = this.page.getByRole('dialog').locator('input[type=password]')
    await fields.nth(0).fill(old)
    await fields.nth(1).fill(fresh)
    await fields.nth(2).fill(fresh)
    await this.page.getByRole('dialog').getByRole('button', { name: /Passwort ändern|Change the password/ }).click()
    await this.page.getByRole('dialog').waitFor({ state: 'hidden' })
    passwords.set(user, fresh)
    writeFileSync(passwordFile(user), `${fresh}\n`)
  }

  async logOut() {
    await this.isIn.click()
    await this.button(/^(Anmelden|Log in)$/).waitFor()
  }

  async hold(locator, ms = 1200) {
    const box = await locator.boundingBox()
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await this.page.mouse.down()
    await this.page.waitForTimeout(ms)
    await this.page.mouse.up()
  }
}

// Every movement of an output, with the time of CLOCK_MONOTONIC in seconds at which it was seen here.
export function watchOutputs() {
  const seen = []
  const child = spawn('zutritt', ['sim', 'outputs', '--follow', '--json'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let held = ''
  child.stdout.on('data', (bytes) => {
    const at = Number(process.hrtime.bigint()) / 1e9
    held += bytes
    const lines = held.split('\n')
    held = lines.pop()
    for (const text of lines) if (text) seen.push({ at, ...JSON.parse(text) })
  })
  return { seen, stop: () => child.kill() }
}
