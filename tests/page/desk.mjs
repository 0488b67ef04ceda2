// A desk with a browser on it, and hands on the simulated wires: what the tests of the page share.
import { chromium } from 'playwright-core'
import { execFile, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]
export const sizes = { desk: { width: 1280, height: 800 }, wall: { width: 1920, height: 1080 }, phone: { width: 390, height: 844 } }

// Whatever the page might do to be heard or harmed, and hands on its clock. Before any script of the page:
// tones: what really sounded, told by the samples that came out; violations: what the page's policy had to stop;
// passTime(ms): the page's own clock of idleness goes on by that much. The controller's does not: it has its own tests.
// stopTime(), letTimeGo(): that clock stands in between, but for passTime. heardAt: when the line last said something, by it.
function wiretap() {
  window.tones = []
  window.violations = []
  addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`))
  const truly = performance.now.bind(performance)
  let ahead = 0
  let stopped
  performance.now = () => (stopped ?? truly()) + ahead
  window.passTime = (ms) => (ahead += ms)
  window.stopTime = () => (stopped = truly())
  window.letTimeGo = () => {
    ahead += stopped - truly()
    stopped = undefined
  }
  const Wire = window.WebSocket
  window.WebSocket = class extends Wire {
    constructor(...where) {
      super(...where)
      this.addEventListener('message', () => (window.heardAt = performance.now()))
    }
  }
  const start = AudioScheduledSourceNode.prototype.start
  AudioScheduledSourceNode.prototype.start = function (...when) {
    const tone = { hertz: this.frequency.value, at: truly(), loudest: 0 }
    const ear = this.context.createAnalyser()
    const samples = new Float32Array(ear.fftSize)
    this.connect(ear)
    const listen = setInterval(() => {
      ear.getFloatTimeDomainData(samples)
      tone.loudest = Math.max(tone.loudest, ...samples)
    }, 20)
    this.addEventListener('ended', () => clearInterval(listen))
    window.tones.push(tone)
    return start.apply(this, when)
  }
}

// zutritt WORDS…, its answer as JSON.
export async function zutritt(...words) {
  const { stdout } = await run('zutritt', [...words, '--json'])
  return stdout.trim() === '' ? {} : JSON.parse(stdout.trim().split('\n').at(-1))
}

export const badge = (reader, number) => zutritt('sim', 'badge', reader, number)
export const line = (name, level) => zutritt('sim', 'line', name, level)

// The door stays open until the controller has seen it: a contact counts after 20 ms.
export async function walkThrough(door) {
  const before = await newest()
  await line(`${door}.contact`, 'high')
  await happens(/^door.(opened|forced)$/, door, before)
  await line(`${door}.contact`, 'low')
}

// Pressed until the controller has seen it, as a finger does.
export async function ring(door) {
  const before = await newest()
  await line(`${door}.bell`, 'low')
  await happens(/^door.bell$/, door, before)
  await line(`${door}.bell`, 'high')
}

// What has happened is in the journal as soon as nothing waits for the disk any more.
const written = () => eventually('all events are on disk', async () => {
  const { status } = await zutritt('status')
  return status.ring_waiting === 0 && status
})
const listed = async (...words) => (await written(), (await zutritt('events', 'list', '--persons', ...words)).events)

export const events = (limit = 50) => listed('--limit', String(limit))
export const eventsSince = async (number) =>
  (await listed('--since', String(number), '--limit', '1000')).sort((a, b) => a.number - b.number)
export const newest = async () => (await written()).last_event

export const happens = (kind, door, since) =>
  eventually(`${kind} at ${door}`, async () => (await eventsSince(since)).find((e) => kind.test(e.kind) && e.door === door))

export const PATIENCE_MS = 90_000 // on a machine that has much else to do

// What no command does: a fault put into the database, a time put back.
const write = 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1], timeout=10); db.execute(sys.argv[2]); db.commit()'
export const sql = (statement) => run('python3', ['-c', write, join(process.env.ZUTRITT_HOME, 'state', 'zutritt.db'), statement])

export async function eventually(what, isSo, patience = PATIENCE_MS) {
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
      viewport: sizes[size], locale: language, colorScheme: theme, timeout: 2 * PATIENCE_MS,
    })
    desk.context.setDefaultTimeout(PATIENCE_MS)
    await desk.context.addInitScript(wiretap)
    desk.troubles = []
    desk.page = await desk.context.newPage()
    desk.page.on('pageerror', (error) => desk.troubles.push(error.message))
    desk.page.on('console', (message) => message.type() === 'error' && desk.troubles.push(message.text()))
    desk.page.on('dialog', (dialog) => (desk.troubles.push(`a script asked: ${dialog.message()}`), dialog.dismiss()))
    desk.page.on('request', (request) => new URL(request.url()).host === new URL(link).host || desk.troubles.push(`asked elsewhere: ${request.url()}`))
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

  dialog(name) {
    return this.page.getByRole('dialog', name ? { name } : {})
  }

  section(name) {
    return this.page.getByRole('region', { name, exact: true })
  }

  visit(name) {
    return this.section('Besucher').getByRole('listitem').filter({ hasText: name })
  }

  // A dialog's form, filled in and sent; true when it went through and closed or said so, else the sentence of the refusal.
  async send(...words) {
    try {
      return await this.fillAndSend(...words)
    } catch (error) {
      await this.picture('failed')
      throw error
    }
  }

  async fillAndSend(opener, fields, button, choices = []) {
    await opener.click()
    for (const choice of choices) await this.dialog().getByLabel(choice, { exact: true }).check()
    for (const [label, text] of Object.entries(fields)) await this.dialog().getByLabel(new RegExp(`^${label}`)).fill(text)
    await this.dialog().getByRole('button', { name: button, exact: true }).click()
    return this.answered(this.dialog())
  }

  async answered(dialog) {
    const told = dialog.getByRole('status').or(dialog.getByRole('alert'))
    await Promise.race([told.first().waitFor(), dialog.waitFor({ state: 'hidden' })])
    if (!(await dialog.isVisible())) return true
    const refusal = dialog.getByRole('alert')
    const sentence = (await refusal.count()) > 0 ? await refusal.first().innerText() : true
    await this.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    return sentence
  }

  async pointAt(button) {
    await button.click({ trial: true }) // it is there, and on
    const box = await button.boundingBox()
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  }

  // Held until that door is released.
  async hold(button, door) {
    const before = await newest()
    await this.pointAt(button)
    await this.page.mouse.down()
    await happens(/^door.released$/, door, before)
    await this.page.mouse.up()
  }

  // Held for so long on the page's own clock, which stands meanwhile: on a busy machine no press is longer than it should be.
  async press(ms, down, up) {
    await this.page.evaluate(() => window.stopTime())
    await down()
    await this.page.evaluate((by) => window.passTime(by), ms)
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    await up()
    await this.page.evaluate(() => window.letTimeGo())
  }

  async holdFor(ms, button) {
    await this.pointAt(button)
    await this.press(ms, () => this.page.mouse.down(), () => this.page.mouse.up())
  }
}

// The broker and the web server of this building, ended and started again as deploy/story does. The broker is killed, as by
// a power cut; nginx takes its workers with it only when it is asked to end.
const servers = {
  mosquitto: { pid: Number(process.env.BROKER_PID), signal: 'SIGKILL', words: (home) => ['mosquitto', '-c', `${home}/broker/mosquitto.conf`] },
  nginx: { pid: Number(process.env.WEB_PID), signal: 'SIGTERM', words: (home) => ['nginx', '-e', `${home}/nginx.log`, '-c', `${home}/nginx.conf`] },
}

const isThere = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export async function endServer(name) {
  const { pid, signal } = servers[name]
  process.kill(pid, signal)
  await eventually(`${name} is gone`, () => !isThere(pid) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '))
}

export function startServer(name) {
  const log = openSync(join(process.env.ZUTRITT_HOME, `${name}.log`), 'a')
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...servers[name].words(process.env.ZUTRITT_HOME)], { stdio: ['ignore', log, log] })
  servers[name].pid = child.pid
  servers[name].child = child
  closeSync(log)
}

export function stopServers() {
  for (const { child } of Object.values(servers)) child?.kill()
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
